import { Duration } from 'cdk8s';
import { Preview } from '../../src/routing/route/route-preview';
import { Sticky } from '../../src/routing/route/sticky';
import { Traffic } from '../../src/routing/route/traffic';
import { Via } from '../../src/routing/routers/via';
import { routeError, routeProps, routeYaml } from './route';

const via = Via.traefik({ entryPoints: ['websecure'], tls: { secretName: 'models-tls' } });

test('renders weights behind a route, with marks and a cookie on both levels', () => {
  const props = {
    path: '/v1',
    traffic: Traffic.split({ blue: 90, green: 10 }),
    preview: Preview.header('x-color'),
    sticky: Sticky.cookie('ml', Duration.hours(1)),
  };
  expect(routeYaml(via, props)).toMatchSnapshot();
});

test('renders copies, and a host name for each color', () => {
  const preview = Preview.host({ blue: 'blue.example.com', green: 'green.example.com' });
  expect(routeYaml(Via.traefik(), { traffic: Traffic.shadow({ to: 'green', percent: 20 }), preview })).toMatchSnapshot();
});

test('a wildcard is one label', () => {
  expect(routeYaml(via, { hostname: '*.example.com' })).toContain('HostRegexp(`^[^.]+\\.example\\.com$`) && PathPrefix(`/`)');
});

test.each<[string, object, string]>([
  ['a header value that is no color', { preview: Preview.header('x-beta', 'yes') }, 'BlueGreenRoute.preview'],
  ['annotations of an Ingress controller', { annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' } }, 'BlueGreenRoute.annotations'],
  ['a cookie preview', { preview: Preview.cookie('color') }, 'BlueGreenRoute.preview'],
  [
    'a cookie for users while requests are copied',
    { sticky: Sticky.cookie('ml'), traffic: Traffic.shadow({ to: 'green', percent: 1 }) },
    'BlueGreenRoute.sticky',
  ],
  ['timeouts, which belong to its entry points', { timeouts: { request: Duration.minutes(1) } }, 'BlueGreenRoute.timeouts'],
])('%s is refused', (_, more, code) => {
  expect(routeError(via, more)).toMatchObject({ code });
});

test.each<[string, unknown]>([
  ['no entry point', { entryPoints: [] }],
  ['an entry point in capitals', { entryPoints: ['Web'] }],
  ['TLS without a Secret', { tls: {} }],
])('options with %s are refused', (_, options) => {
  expect(() => Via.traefik(options as never)).toThrow(/\[(?:BlueGreenRoute\.via|Via\.traefik)\]$/);
});

test('what Traefik cannot do does not compile', () => {
  // @ts-expect-error the cookie of a preview cannot be told from a part of another
  routeProps(via, { preview: Preview.cookie('color') });
  // @ts-expect-error timeouts belong to its entry points and transports
  routeProps(via, { timeouts: { request: Duration.minutes(1) } });
  expect(via.traffics).toEqual(['all', 'split', 'shadow']);
});
