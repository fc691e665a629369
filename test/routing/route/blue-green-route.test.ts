import { App, Chart, Duration, Testing } from 'cdk8s';
import { ConfigError } from '../../../src/base/config-error';
import { warningsOf } from '../../../src/kube/construct-findings';
import { BlueGreenRoute } from '../../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../../src/routing/route/blue-green-route-props';
import { Preview } from '../../../src/routing/route/route-preview';
import { Sticky } from '../../../src/routing/route/sticky';
import { Traffic } from '../../../src/routing/route/traffic';
import { Via } from '../../../src/routing/routers/via';
import { thrownBy } from '../../support/code-of';
import { renderedManifests, renderedYaml } from '../../support/rendered';

const blue = { name: 'scorer-blue', port: 80 };
const green = { name: 'scorer-green', port: 80 };
const gateway = Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } });
const nginx = Via.nginx({ ingressClass: 'nginx' });
const shared = { hostname: 'models.example.com', blue, green };

function yamlOf(props: BlueGreenRouteProps): string {
  return renderedYaml((chart) => {
    new BlueGreenRoute(chart, 'scoring', props);
  });
}

describe('renders', () => {
  test.each<[string, BlueGreenRouteProps]>([
    ['Gateway API, everything on blue', { ...shared, live: 'blue', via: gateway }],
    [
      'Gateway API, a tenth on green, previewed by header, with long answers',
      {
        ...shared,
        path: '/v1',
        live: 'blue',
        traffic: Traffic.split({ blue: 90, green: 10 }),
        preview: Preview.header('x-color'),
        timeouts: { request: Duration.minutes(10), backendRequest: Duration.seconds(90) },
        via: Via.gatewayApi({ gateway: { name: 'public', sectionName: 'https' } }),
      },
    ],
    [
      'Gateway API, each color with a host name of its own',
      { ...shared, live: 'green', preview: Preview.host({ blue: 'blue.example.com', green: 'green.example.com' }), via: gateway },
    ],
    ['nginx, everything on blue', { ...shared, live: 'blue', via: nginx }],
    [
      'nginx, a tenth on green, previewed by header, with long answers and TLS',
      {
        ...shared,
        path: '/v1',
        live: 'blue',
        traffic: Traffic.split({ blue: 90, green: 10 }),
        preview: Preview.header('x-color', 'beta'),
        timeouts: { request: Duration.minutes(10) },
        annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
        labels: { team: 'scoring' },
        via: Via.nginx({ ingressClass: { name: 'nginx' }, tls: { secretName: 'models-tls' } }),
      },
    ],
    ['nginx, previewed by cookie', { ...shared, live: 'blue', preview: Preview.cookie('color'), via: nginx }],
    [
      'nginx, each color with a host name of its own',
      {
        ...shared,
        live: 'blue',
        preview: Preview.host({ blue: 'blue.example.com', green: 'green.example.com' }),
        via: Via.nginx({ ingressClass: 'nginx', tls: { secretName: 'models-tls' } }),
      },
    ],
  ])('%s', (_, props) => {
    expect(yamlOf(props)).toMatchSnapshot();
  });

  test('the release file says the same as live and traffic', () => {
    const weights = { blue: 90, green: 10 };
    expect(yamlOf({ ...shared, release: { live: 'blue' }, via: gateway })).toBe(yamlOf({ ...shared, live: 'blue', via: gateway }));
    expect(yamlOf({ ...shared, release: { live: 'blue', weights }, via: nginx })).toBe(
      yamlOf({ ...shared, live: 'blue', traffic: Traffic.split(weights), via: nginx }),
    );
  });

  test('labels of the user do not replace those that identify the route', () => {
    const [route] = renderedManifests((chart) => {
      new BlueGreenRoute(chart, 'scoring', { ...shared, live: 'blue', via: gateway, labels: { 'app.kubernetes.io/component': 'mine' } });
    });
    expect(route?.metadata.labels).toMatchObject({ 'app.kubernetes.io/component': 'route', 'app.kubernetes.io/instance': 'scoring' });
  });

  test('the name comes from the prop, else from the id', () => {
    const named = (name?: string): (string | undefined)[] =>
      renderedManifests((chart) => {
        new BlueGreenRoute(chart, 'scoring', { ...shared, name, live: 'blue', via: gateway });
      }).map((manifest) => manifest.metadata.name);
    expect([named(), named('model')]).toEqual([['scoring'], ['model']]);
  });
});

describe('warns', () => {
  test('that ingress-nginx is retired, and only for nginx', () => {
    const codes = (via: BlueGreenRouteProps['via']): string[] =>
      warningsOf(
        new BlueGreenRoute(new Chart(Testing.app(), 'test', { namespace: 'team-a' }), 'scoring', { ...shared, live: 'blue', via }),
      ).map(({ code }) => code);
    expect([codes(nginx), codes(gateway)]).toEqual([['BGR-NGINX-RETIRED'], []]);
  });
});

/** Props as plain JavaScript could pass them. */
type Loose = Record<string, unknown>;

describe('refuses', () => {
  const base: Loose = { ...shared, live: 'blue', via: gateway };
  const hosts = Preview.host({ blue: 'blue.example.com', green: 'green.example.com' });
  const headless = {
    name: 'scorer-blue',
    get port(): number {
      throw new TypeError('no ports');
    },
  };

  test.each<[string, Loose | undefined, string]>([
    ['no props at all', undefined, 'BlueGreenRoute.props'],
    ['no router', { ...base, via: undefined }, 'BlueGreenRoute.via'],
    ['a router by name', { ...base, via: 'nginx' }, 'BlueGreenRoute.via'],
    ['a name in capitals', { ...base, name: 'Scoring' }, 'BlueGreenRoute.name'],
    ['no host name', { ...base, hostname: undefined }, 'BlueGreenRoute.hostname'],
    ['a relative path', { ...base, path: 'v1' }, 'BlueGreenRoute.path'],
    ['no blue', { ...base, blue: undefined }, 'BlueGreenRoute.blue'],
    ['a color by name only', { ...base, green: 'scorer-green' }, 'BlueGreenRoute.green'],
    ['a Service without a port', { ...base, blue: { name: 'scorer-blue' } }, 'BlueGreenRoute.blue'],
    ['a Service that throws when asked for its port', { ...base, blue: headless }, 'BlueGreenRoute.blue'],
    ['one Service for both colors', { ...base, green: blue }, 'BlueGreenRoute.green'],
    ['a Service in another namespace', { ...base, green: { ...green, namespace: 'team-b' } }, 'BlueGreenRoute.green'],
    ['an unknown color', { ...base, live: 'red' }, 'BlueGreenRoute.live'],
    ['no live color', { ...base, live: undefined }, 'BlueGreenRoute.live'],
    ['traffic by name', { ...base, traffic: 'all' }, 'BlueGreenRoute.traffic'],
    ['weights that do not add up', { ...base, traffic: Traffic.split({ blue: 90, green: 20 }) }, 'BlueGreenRoute.traffic'],
    ['a live color without a share', { ...base, traffic: Traffic.split({ blue: 0, green: 100 }) }, 'BlueGreenRoute.traffic'],
    ['live beside release', { ...base, release: { live: 'blue' } }, 'BlueGreenRoute.release'],
    ['a cookie preview on Gateway API', { ...base, preview: Preview.cookie('color') }, 'BlueGreenRoute.preview'],
    ['a preview by name', { ...base, preview: 'header' }, 'BlueGreenRoute.preview'],
    ['props that are null', { ...base, preview: null }, 'BlueGreenRoute.preview'],
    ['timeouts that are numbers', { ...base, timeouts: { request: 30 } }, 'BlueGreenRoute.timeouts'],
    ['timeouts that nginx has not', { ...base, via: nginx, timeouts: { backendRequest: Duration.minutes(1) } }, 'BlueGreenRoute.timeouts'],
    [
      'copies on a Gateway that may not carry them out',
      { ...base, traffic: Traffic.shadow({ to: 'green', percent: 10 }) },
      'BlueGreenRoute.traffic',
    ],
    ['copies to the live color', { ...base, via: nginx, traffic: Traffic.shadow({ to: 'blue', percent: 100 }) }, 'BlueGreenRoute.traffic'],
    [
      'copies of part of the requests on nginx',
      { ...base, via: nginx, traffic: Traffic.shadow({ to: 'green', percent: 50 }) },
      'BlueGreenRoute.traffic',
    ],
    [
      'nginx annotations on a Gateway',
      { ...base, annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' } },
      'BlueGreenRoute.annotations',
    ],
    ['the class twice', { ...base, via: nginx, annotations: { 'kubernetes.io/ingress.class': 'nginx' } }, 'BlueGreenRoute.annotations'],
    [
      'host previews and a split on nginx',
      { ...base, via: nginx, preview: hosts, traffic: Traffic.split({ blue: 90, green: 10 }) },
      'BlueGreenRoute.preview',
    ],
  ])('%s', (_, props, code) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    const error = thrownBy(() => new BlueGreenRoute(chart, 'scoring', props as unknown as BlueGreenRouteProps));
    expect(error).toMatchObject({ name: 'ConfigError', code, where: 'test/scoring' });
  });

  test('an unknown color says which two there are', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    expect(() => new BlueGreenRoute(chart, 'scoring', { ...shared, live: 'red', via: gateway })).toThrow(
      `test/scoring: \`live\` must be "blue" or "green", got "red"\n  fix: write live: 'blue' or live: 'green' [BlueGreenRoute.live]`,
    );
  });
});

test('what a router cannot do does not compile', () => {
  const build = (): void => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    // @ts-expect-error Gateway API matches no cookies in its core
    new BlueGreenRoute(chart, 'a', { ...shared, live: 'blue', via: gateway, preview: Preview.cookie('color') });
    // @ts-expect-error nginx has no timeout for one attempt
    new BlueGreenRoute(chart, 'b', { ...shared, live: 'blue', via: nginx, timeouts: { backendRequest: Duration.minutes(1) } });
    // @ts-expect-error a Gateway ends TLS itself
    new BlueGreenRoute(chart, 'c', { ...shared, live: 'blue', via: Via.gatewayApi({ gateway: { name: 'a' }, tls: { secretName: 'b' } }) });
    // @ts-expect-error the release file says which color is live
    new BlueGreenRoute(chart, 'd', { ...shared, release: { live: 'blue' }, live: 'blue', via: nginx });
    // @ts-expect-error the release file has the weights
    new BlueGreenRoute(chart, 'e', { ...shared, release: { live: 'blue' }, traffic: Traffic.all(), via: nginx });
    // @ts-expect-error some color must be live
    new BlueGreenRoute(chart, 'f', { ...shared, via: nginx });
    // @ts-expect-error mirrors are an option of the Gateway that is not set
    new BlueGreenRoute(chart, 'g', { ...shared, live: 'blue', via: gateway, traffic: Traffic.shadow({ to: 'green', percent: 10 }) });
    // @ts-expect-error sticky sessions of Gateway API are experimental
    new BlueGreenRoute(chart, 'h', { ...shared, live: 'blue', via: gateway, sticky: Sticky.cookie('ml') });
    // @ts-expect-error both colors get a share
    Traffic.split({ green: 10 });
  };
  expect(build).toThrow(ConfigError);
});
