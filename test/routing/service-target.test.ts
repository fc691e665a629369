import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Gateway } from '../../imports/gateway-api';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import { Via } from '../../src/routing/routers/via';
import { MLService } from '../../src/serving/ml-service';
import { cpu } from '../serving/serving-props';
import { renderedManifests, renderedYaml } from '../support/rendered';

const blue = { name: 'scorer-blue', port: 80 };
const green = { name: 'scorer-green', port: 80 };
const gateway = Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } });
const shared = { hostname: 'models.example.com', blue, green };

describe('takes Services as objects', () => {
  function colors(chart: Chart): [kplus.Service, kplus.Service] {
    return ['blue', 'green'].map((version) => {
      const deployment = new kplus.Deployment(chart, version, {
        containers: [{ image: 'example.com/scorer', portNumber: 8080 }],
        podMetadata: { labels: { version } },
      });
      return deployment.exposeViaService({ name: `scorer-${version}`, ports: [{ port: 80, targetPort: 8080 }] });
    }) as [kplus.Service, kplus.Service];
  }

  test('a Service of cdk8s-plus-27 is a color, and is delivered before the route', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    const [left, right] = colors(chart);
    const route = new BlueGreenRoute(chart, 'scoring', { ...shared, blue: left, green: right, live: 'blue', via: gateway });
    expect(route.spec.backends).toEqual({ blue, green });
    expect(route.node.dependencies).toEqual([left, right]);
    expect(chart.node.validate()).toEqual([]);
  });

  test('a Service and a route render together', () => {
    const kinds = renderedManifests((chart) => {
      const [left, right] = colors(chart);
      new BlueGreenRoute(chart, 'scoring', { ...shared, blue: left, green: right, live: 'blue', via: gateway });
    }).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['Deployment', 'Deployment', 'HTTPRoute', 'Service', 'Service']);
  });

  test('two MLServices are colors, with pods and selectors of their own', () => {
    const manifests = renderedManifests((chart) => {
      const [left, right] = ['scorer-blue', 'scorer-green'].map((name) => new MLService(chart, name, cpu)) as [MLService, MLService];
      const route = new BlueGreenRoute(chart, 'scoring', { ...shared, blue: left, green: right, live: 'blue', via: gateway });
      expect(route.node.dependencies).toEqual([left, right]);
    });
    const services = manifests.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
    const route = manifests.find(({ kind }) => kind === 'HTTPRoute');
    expect(route).toHaveProperty(
      'spec.rules[0].backendRefs',
      services.map((name) => expect.objectContaining({ name })),
    );
  });

  test('a Gateway construct is named with its namespace, and is delivered before the route', () => {
    const app = Testing.app();
    const gateways = new Chart(app, 'gateways', { namespace: 'gateways' });
    const parent = new Gateway(gateways, 'public', { metadata: { name: 'public' }, spec: { gatewayClassName: 'any', listeners: [] } });
    const chart = new Chart(app, 'test', { namespace: 'team-a' });
    const route = new BlueGreenRoute(chart, 'scoring', { ...shared, live: 'blue', via: Via.gatewayApi({ gateway: parent }) });
    const [json] = chart.toJson();
    expect(json.spec.parentRefs).toEqual([expect.objectContaining({ name: 'public', namespace: 'gateways' })]);
    expect(route.node.dependencies).toEqual([parent]);
  });

  test('a Service made elsewhere makes no dependency', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    expect(new BlueGreenRoute(chart, 'scoring', { ...shared, live: 'blue', via: gateway }).node.dependencies).toEqual([]);
  });

  test('I5: a switch leaves the colors, their selectors and their pods as they are', () => {
    const others = (live: 'blue' | 'green'): string =>
      renderedYaml((chart) => {
        const [left, right] = colors(chart);
        new BlueGreenRoute(chart, 'scoring', { ...shared, blue: left, green: right, live, via: gateway });
      }).replace(/kind: HTTPRoute[\s\S]*/, '');
    expect(others('green')).toBe(others('blue'));
  });
});

test('a Service of cdk8s-plus-27 in another namespace', () => {
  const app = Testing.app();
  const service = new kplus.Service(new Chart(app, 'other', { namespace: 'team-b' }), 'blue', { ports: [{ port: 80 }] });
  const chart = new Chart(app, 'test', { namespace: 'team-a' });
  const build = (): unknown => new BlueGreenRoute(chart, 'scoring', { ...shared, blue: service, live: 'blue', via: gateway });
  expect(build).toThrow('is in namespace "team-b", the route in "team-a"');
});
