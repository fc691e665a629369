import { App, Chart } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { addDeliveryHints } from '../../src/kube/delivery/delivery-hints';
import { chart, codesOf, Deliveries, findingsOf, object } from './delivery-fixture';

describe('deliveries are refused', () => {
  test('when two of them apply one chart, whatever their tools', () => {
    const app = new App();
    const delivery = new Deliveries(app);
    const scoring = chart(app, 'scoring');
    delivery.flux('b', scoring);
    delivery.argo('a', scoring);
    expect(findingsOf(app)).toEqual([
      'delivery/b: chart scoring is also applied by delivery/a: both would own every object\n  fix: remove one of the two [delivery.twice]',
    ]);
  });

  test('when the chart renders nothing', () => {
    const app = new App();
    new Deliveries(app).flux('empty', new Chart(app, 'empty'));
    expect(codesOf(app)).toEqual(['delivery.empty']);
  });

  test('when Flux would apply a hook of Argo CD', () => {
    const app = new App();
    const [hooked, other] = [chart(app, 'hooked'), chart(app, 'other')];
    for (const part of [hooked, other]) object(part, 'Job', 'it', 'batch/v1').metadata.addAnnotation('argocd.argoproj.io/hook', 'PreSync');
    const delivery = new Deliveries(app);
    delivery.flux('flux', hooked);
    delivery.argo('argo', other);
    expect(findingsOf(app)).toEqual([
      'delivery/flux: Job "it" of hooked/Job-it is a hook of Argo CD; Flux has no hooks\n  fix: use Run.once() or Run.onEveryChange(), or apply the chart by Argo CD [delivery.hook]',
    ]);
  });

  test('when Argo CD would replace a run that controllers write to', () => {
    const app = new App();
    const [looping, calm, flux] = [chart(app, 'looping'), chart(app, 'calm'), chart(app, 'flux')];
    for (const part of [looping, flux]) addDeliveryHints(object(part, 'JobSet', 'it', 'jobset.x-k8s.io/v1alpha2'), { recreate: true });
    addDeliveryHints(object(calm, 'Job', 'it', 'batch/v1'), { recreate: true });
    const delivery = new Deliveries(app);
    delivery.argo('a', looping);
    delivery.argo('b', calm);
    delivery.flux('c', flux);
    expect(codesOf(app)).toEqual(['delivery.loop']);
  });

  test('when the chart only holds other charts', () => {
    const app = new App();
    const outer = new Chart(app, 'outer');
    chart(outer, 'inner');
    new Deliveries(app).flux('outer', outer);
    expect(codesOf(app)).toEqual(['delivery.empty']);
  });

  test('when chart or dependency belongs to another app', () => {
    const [app, other] = [new App(), new App()];
    const foreign = new Deliveries(other).flux('foreign', chart(other, 'foreign'));
    const delivery = new Deliveries(app);
    delivery.flux('a', foreign.chart);
    delivery.flux('b', chart(app, 'b'), { dependsOn: [foreign] });
    expect(codesOf(app)).toEqual(['delivery.otherApp', 'delivery.otherApp']);
  });

  test('when one would wait for another that is read in another cluster', () => {
    const app = new App();
    const [dev, prod] = [new Environment(app, 'dev'), new Environment(app, 'prod')];
    const [model, route] = [chart(dev, 'model'), chart(prod, 'route')];
    route.addDependency(model);
    new Deliveries(dev).flux('model', model);
    new Deliveries(prod).flux('route', route);
    expect(codesOf(app)).toEqual(['delivery.otherCluster']);
  });

  test('all together, so that one run shows them all', () => {
    const app = new App();
    const delivery = new Deliveries(app);
    const scoring = chart(app, 'scoring');
    delivery.flux('a', scoring);
    delivery.flux('b', scoring);
    delivery.flux('c', new Chart(app, 'empty'));
    expect(codesOf(app)).toEqual(['delivery.twice', 'delivery.empty']);
  });
});

describe('a circle is refused', () => {
  test('with each delivery on it and the reason why each waits', () => {
    const app = new App();
    const [model, route] = [chart(app, 'model', 'a'), chart(app, 'route', 'b')];
    object(route, 'Namespace', 'a');
    object(route, 'ConfigMap', 'r').node.addDependency(object(model, 'ConfigMap', 'm'));
    const delivery = new Deliveries(app);
    delivery.flux('route', route);
    delivery.flux('model', model);
    expect(findingsOf(app)).toEqual([
      'delivery/model: delivery/model waits for delivery/route waits for delivery/model\n' +
        '    delivery/model: it creates namespace "a"\n' +
        '    delivery/route: route/ConfigMap-r depends on model/ConfigMap-m\n' +
        '  fix: remove one of these dependencies, or put both into one chart [delivery.cycle]',
    ]);
  });

  test('when it comes from dependsOn', () => {
    const app = new App();
    const delivery = new Deliveries(app);
    const [model, route] = [chart(app, 'model'), chart(app, 'route')];
    model.addDependency(route);
    const first = delivery.flux('model', model);
    delivery.flux('route', route, { dependsOn: [first] });
    expect(findingsOf(app).join()).toContain('delivery/route: dependsOn lists it');
  });

  test('when a delivery must come before the one that brings it to the cluster', () => {
    const app = new App();
    const inner = new Deliveries(app, 'inner');
    const first = inner.flux('first', chart(app, 'first'));
    new Deliveries(app, 'outer').flux('inner', inner, { dependsOn: [first] });
    expect(codesOf(app)).toEqual(['delivery.cycle']);
  });

  test('when a delivery waits for one that it applies, and that one waits for it', () => {
    const build = (wait: boolean): App => {
      const app = new App();
      const delivery = new Deliveries(app);
      const root = delivery.flux('root', delivery, wait ? {} : { wait: false });
      delivery.flux('scoring', chart(app, 'scoring'), { dependsOn: [root] });
      return app;
    };
    expect(codesOf(build(true))).toEqual(['delivery.cycle']);
    expect(codesOf(build(false))).toEqual([]);
  });

  test('but not when a delivery applies the chart that it stands in, as flux bootstrap does', () => {
    const app = new App();
    const delivery = new Deliveries(app);
    delivery.flux('flux-system', delivery);
    delivery.flux('scoring', chart(app, 'scoring'));
    expect(codesOf(app)).toEqual([]);
  });
});
