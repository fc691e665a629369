import { App, Chart } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { chartGraph, clusterOf } from '../../src/gitops/order/chart-graph';
import { chart, object } from './delivery-fixture';

function needs(app: App): Record<string, Record<string, string>> {
  const entries = [...chartGraph(app).values()].map(({ chart: own, needs: others }): [string, Record<string, string>] => [
    own.node.path,
    Object.fromEntries([...others].map(([other, reason]) => [other.node.path, reason])),
  ]);
  return Object.fromEntries(entries.filter(([, others]) => Object.keys(others).length > 0));
}

describe('a chart needs', () => {
  test('the chart that creates the namespace of one of its objects', () => {
    const app = new App();
    object(new Chart(app, 'platform'), 'Namespace', 'ml');
    chart(app, 'scoring');
    chart(app, 'other', 'elsewhere');
    expect(needs(app)).toEqual({ scoring: { platform: 'it creates namespace "ml"' } });
  });

  test('nothing for a namespace that it creates itself, nor for an object outside of namespaces', () => {
    const app = new App();
    object(chart(app, 'own'), 'Namespace', 'ml');
    object(new Chart(app, 'roles', { namespace: 'ml' }), 'ClusterRole', 'reader', 'rbac.authorization.k8s.io/v1');
    expect(needs(app)).toEqual({});
  });

  test('the namespace of its own cluster, else that of a chart outside of every environment', () => {
    const app = new App();
    const [dev, prod] = [new Environment(app, 'dev'), new Environment(app, 'prod')];
    object(new Chart(dev, 'platform'), 'Namespace', 'ml');
    object(new Chart(app, 'shared'), 'Namespace', 'ml');
    chart(dev, 'scoring');
    chart(prod, 'scoring');
    expect(Object.keys(needs(app)['dev/scoring'] ?? {})).toEqual(['dev/platform']);
    expect(Object.keys(needs(app)['prod/scoring'] ?? {})).toEqual(['shared']);
  });

  test('the charts of what its constructs depend on, with the two constructs as the reason', () => {
    const app = new App();
    const [model, route] = [chart(app, 'model'), chart(app, 'route')];
    object(route, 'ConfigMap', 'b').node.addDependency(object(model, 'ConfigMap', 'a'));
    expect(needs(app)).toEqual({ route: { model: 'route/ConfigMap-b depends on model/ConfigMap-a' } });
  });

  test('what chart.addDependency of cdk8s says', () => {
    const app = new App();
    const [model, route] = [chart(app, 'model'), chart(app, 'route')];
    route.addDependency(model);
    expect(Object.keys(needs(app).route ?? {})).toEqual(['model']);
  });

  test('what the scopes around it depend on, and every chart below such a thing', () => {
    const app = new App();
    const [base, prod] = [new Environment(app, 'base'), new Environment(app, 'prod')];
    for (const id of ['a', 'b']) chart(base, id, `base-${id}`);
    for (const id of ['c', 'd']) chart(prod, id, `prod-${id}`);
    prod.node.addDependency(base);
    expect(Object.entries(needs(app)).map(([path, others]) => [path, Object.keys(others)])).toEqual([
      ['prod/c', ['base/a', 'base/b']],
      ['prod/d', ['base/a', 'base/b']],
    ]);
  });
});

describe('contents', () => {
  test('hold the objects whose nearest chart it is, and dependencies between two constructs of it', () => {
    const app = new App();
    const outer = chart(app, 'outer');
    const inner = chart(outer, 'inner');
    const late = object(outer, 'ConfigMap', 'late');
    const early = object(outer, 'ConfigMap', 'early');
    late.addDependency(early);
    const graph = chartGraph(app);
    expect(graph.get(outer)?.objects.map((entry) => entry.name)).toEqual(['outer', 'late', 'early']);
    expect(graph.get(inner)?.objects.map((entry) => entry.name)).toEqual(['inner']);
    expect(graph.get(outer)?.inside).toEqual([{ construct: late, on: early }]);
  });

  test('know their cluster: the environment that they stand in', () => {
    const app = new App();
    expect(clusterOf(chart(new Environment(app, 'prod', { cluster: 'eu' }), 'a'))).toBe('eu');
    expect(clusterOf(chart(app, 'b'))).toBe('');
  });
});
