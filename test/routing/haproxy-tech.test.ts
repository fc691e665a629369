import { Duration } from 'cdk8s';
import { Preview } from '../../src/routing/route/route-preview';
import { Traffic } from '../../src/routing/route/traffic';
import { Via } from '../../src/routing/routers/via';
import { routeError, routeProps, routeYaml } from './route';

const pods = { selector: { 'app.kubernetes.io/name': 'scorer' }, port: 8080 };
const byName = Via.haproxyTech({ ingressClass: 'haproxy' });
const byCondition = Via.haproxyTech({ ingressClass: 'haproxy', pods });

test('without pods: one Ingress that names the live Service', () => {
  expect(routeYaml(byName, { timeouts: { request: Duration.minutes(10) } })).toMatchSnapshot();
});

test('with pods: a Service of its own for green, whose condition holds the share', () => {
  expect(routeYaml(byCondition, { path: '/v1', traffic: Traffic.split({ blue: 90, green: 10 }) })).toMatchSnapshot();
});

test('a host name for each color is one more Ingress', () => {
  const yaml = routeYaml(byName, { preview: Preview.host({ blue: 'blue.example.com', green: 'green.example.com' }) });
  expect(yaml).toContain('name: scoring-preview');
});

test.each<[string, object, string]>([
  ['a name that would be one of a color', { name: 'scorer' }, 'BlueGreenRoute.name'],
  ['a split without pods', { via: byName, traffic: Traffic.split({ blue: 90, green: 10 }) }, 'BlueGreenRoute.traffic'],
  ['a wildcard with conditions', { hostname: '*.example.com' }, 'BlueGreenRoute.hostname'],
  ['an annotation that the route writes', { annotations: { 'haproxy.org/timeout-server': '1s' } }, 'BlueGreenRoute.annotations'],
  ['a mark, which would compete with the share', { preview: Preview.header('x-color') }, 'BlueGreenRoute.preview'],
])('%s is refused', (_, more, code) => {
  expect(routeError(byCondition, more)).toMatchObject({ code });
});

test('a wildcard without conditions is not', () => {
  expect(routeError(byName, { hostname: '*.example.com' })).toBeUndefined();
});

test('what the controller cannot do does not compile', () => {
  // @ts-expect-error a share needs a Service of the route's own
  routeProps(byName, { traffic: Traffic.split({ blue: 90, green: 10 }) });
  // @ts-expect-error the order of two conditions is not defined
  routeProps(byCondition, { preview: Preview.header('x-color') });
  routeProps(byCondition, { traffic: Traffic.split({ blue: 90, green: 10 }) });
  expect(byCondition.traffics).toContain('split');
});
