import { Duration } from 'cdk8s';
import { Preview } from '../../src/routing/route/route-preview';
import { Sticky } from '../../src/routing/route/sticky';
import { Traffic } from '../../src/routing/route/traffic';
import { Via } from '../../src/routing/routers/via';
import { routeError, routeProps, routeYaml } from './route';

const pods = { selector: { 'app.kubernetes.io/name': 'scorer' }, port: 'http' };
const via = Via.haproxyIngress({ ingressClass: 'haproxy', pods });

test('renders one Service over both colors, and one annotation with their shares', () => {
  const props = {
    path: '/v1',
    traffic: Traffic.split({ blue: 90, green: 10 }),
    preview: Preview.header('x-color'),
    timeouts: { request: Duration.minutes(10) },
    annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
  };
  expect(routeYaml(Via.haproxyIngress({ ingressClass: 'haproxy', tls: { secretName: 'models-tls' }, pods }), props)).toMatchSnapshot();
});

test('renders a host name for each color, on the Services of the colors', () => {
  expect(routeYaml(via, { preview: Preview.host({ blue: 'blue.example.com', green: 'green.example.com' }) })).toMatchSnapshot();
});

test('has another label for the color where that is asked for', () => {
  expect(routeYaml(Via.haproxyIngress({ ingressClass: 'haproxy', pods: { ...pods, colorLabel: 'group' } }))).toContain(
    'group=blue=100,group=green=0',
  );
});

test.each<[string, object, string]>([
  ['a name that would be one of a color', { name: 'scorer-blue' }, 'BlueGreenRoute.name'],
  ['a header value that is no color', { preview: Preview.header('x-beta', 'yes') }, 'BlueGreenRoute.preview'],
  ['a cookie preview, whose values would be colors', { preview: Preview.cookie('color') }, 'BlueGreenRoute.preview'],
  ['copies', { traffic: Traffic.shadow({ to: 'green', percent: 10 }) }, 'BlueGreenRoute.traffic'],
  [
    'an annotation that the route writes',
    { annotations: { 'haproxy-ingress.github.io/blue-green-mode': 'pod' } },
    'BlueGreenRoute.annotations',
  ],
  [
    'affinity, which keeps users on the old color',
    { annotations: { 'haproxy-ingress.github.io/affinity': 'cookie' } },
    'BlueGreenRoute.annotations',
  ],
])('%s is refused', (_, more, code) => {
  expect(routeError(via, more)).toMatchObject({ code });
});

test('what haproxy-ingress cannot do does not compile', () => {
  // @ts-expect-error users with a cookie stay on the old color at weight 0
  routeProps(via, { sticky: Sticky.cookie('ml') });
  // @ts-expect-error it copies no requests
  routeProps(via, { traffic: Traffic.shadow({ to: 'green', percent: 10 }) });
  // @ts-expect-error the pods are told apart by a label
  expect(() => Via.haproxyIngress({ ingressClass: 'haproxy' })).toThrow('`pods` is required');
});
