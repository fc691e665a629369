import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { FindingsError } from '../../src/base/findings-error';
import { warningsOf } from '../../src/kube/construct-findings';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../src/routing/route/blue-green-route-props';
import { Via } from '../../src/routing/routers/via';
import { renderedManifests } from '../support/rendered';

const route = {
  hostname: 'mlmodels.example.com',
  blue: { name: 'ml-model-blue', port: 80 },
  green: { name: 'ml-model-green', port: 80 },
  live: 'blue',
};
const nginx = Via.nginx({ ingressClass: 'nginx' });

describe('the bugs of the blue-green article', () => {
  test('the class as annotation and as field: there is one prop, and the annotation is refused', () => {
    const [ingress] = renderedManifests((chart) => {
      new BlueGreenRoute(chart, 'ml-model', { ...route, via: nginx });
    });
    expect(ingress?.spec).toMatchObject({ ingressClassName: 'nginx' });
    expect(ingress?.metadata.annotations).toBeUndefined();
    const annotations = { 'kubernetes.io/ingress.class': 'nginx' };
    expect(
      () => new BlueGreenRoute(new Chart(new App(), 'test', { namespace: 'a' }), 'ml-model', { ...route, via: nginx, annotations }),
    ).toThrow('[BlueGreenRoute.annotations]');
  });

  test('a rule nested wrongly: it is built from hostname and path', () => {
    const [ingress] = renderedManifests((chart) => {
      new BlueGreenRoute(chart, 'ml-model', { ...route, path: '/predict', via: nginx });
    });
    expect(ingress).toHaveProperty('spec.rules', [
      {
        host: 'mlmodels.example.com',
        http: {
          paths: [{ path: '/predict', pathType: 'Prefix', backend: { service: { name: 'ml-model-blue', port: { number: 80 } } } }],
        },
      },
    ]);
    const byRule = (chart: Chart): BlueGreenRoute =>
      // @ts-expect-error there is no rule to nest
      new BlueGreenRoute(chart, 'ml-model', { ...route, via: nginx, rules: [{ host: 'mlmodels.example.com', path: '/predict' }] });
    expect(() => renderedManifests(byRule)).toThrow('unknown field `rules`');
  });

  test('Services without Deployments: refused, because the color would have no pods', () => {
    const build = (): unknown =>
      renderedManifests((chart) => {
        const [blue, green] = ['blue', 'green'].map((version) => {
          const selector = kplus.Pods.select(chart, `pods-${version}`, { labels: { app: 'ml-model', version } });
          return new kplus.Service(chart, version, { metadata: { name: `ml-model-${version}` }, ports: [{ port: 80 }], selector });
        }) as [kplus.Service, kplus.Service];
        new BlueGreenRoute(chart, 'ml-model', { ...route, blue, green, via: nginx });
      });
    expect(build).toThrow(FindingsError);
    expect(build).toThrow(
      'test/ml-model: blue is Service "ml-model-blue", and no workload of this app has pods with the labels app=ml-model,version=blue',
    );
    expect(build).toThrow('green is Service "ml-model-green"');
  });

  test('the retired ingress-nginx: a warning says how to move, and the move is one line', () => {
    const build = (via: BlueGreenRouteProps['via']): BlueGreenRoute =>
      new BlueGreenRoute(new Chart(new App(), 'test', { namespace: 'a' }), 'ml-model', { ...route, via });
    expect(warningsOf(build(nginx))).toEqual([
      expect.objectContaining({ code: 'BGR-NGINX-RETIRED', fix: expect.stringContaining('Via.gatewayApi') }),
    ]);
    expect(build(Via.gatewayApi({ gateway: { name: 'public' } })).spec).toEqual(build(nginx).spec);
  });
});
