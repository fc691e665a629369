import { Duration } from 'cdk8s';
import fc from 'fast-check';
import type { ResolvedRoute } from '../../../src/routing/route/resolved-route';
import { Preview } from '../../../src/routing/route/route-preview';
import { Sticky } from '../../../src/routing/route/sticky';
import { Traffic } from '../../../src/routing/route/traffic';
import { Via } from '../../../src/routing/routers/via';
import { resolvedRoute, routeError } from '../route';

const gateway = Via.gatewayApi({ gateway: { name: 'public' } });
const nginx = Via.nginx({ ingressClass: 'nginx' });
const traefik = Via.traefik();

/** The code of one finding, or of all of them. */
const codes = (error: unknown): readonly string[] =>
  [...String((error as Error | undefined)?.message).matchAll(/\[(\w+\.\w+)\]$/gm)].map(([, code = '']) => code);

describe('hostname', () => {
  test.each(['models.example.com', 'localhost', '*.example.com', `${'a'.repeat(63)}.example.com`])('%s is accepted', (hostname) => {
    expect(resolvedRoute(gateway, { hostname }).hostname).toBe(hostname);
  });

  test.each<[string, string]>([
    ['Models.example.com', 'not a lowercase DNS name'],
    ['models_a.example.com', 'not a lowercase DNS name'],
    ['models.example.com.', 'not a lowercase DNS name'],
    ['a.*.example.com', 'not a lowercase DNS name'],
    ['*', 'not a lowercase DNS name'],
    ['https://models.example.com', 'not a lowercase DNS name'],
    ['models.example.com:443', 'not a lowercase DNS name'],
    [`${'a'.repeat(64)}.example.com`, 'not a lowercase DNS name'],
    [`${'a.'.repeat(130)}com`, 'the maximum is 253'],
    ['10.0.0.1', 'an IP address'],
    ['', 'it is empty'],
  ])('%s is refused', (hostname, what) => {
    expect(routeError(gateway, { hostname })).toMatchObject({ code: 'BlueGreenRoute.hostname', what: expect.stringContaining(what) });
  });

  test('that is a number is refused', () => {
    expect(codes(routeError(gateway, { hostname: 7 }))).toEqual(['BlueGreenRoute.hostname']);
  });
});

describe('path', () => {
  test.each(['/', '/v1', '/v1/models', '/a.b_c~d', '/v1/models/m:predict'])('%s is accepted', (path) => {
    expect(resolvedRoute(gateway, { path }).path).toBe(path);
  });

  test('is / by default', () => {
    expect(resolvedRoute(gateway).path).toBe('/');
  });

  test.each<[string, string]>([
    ['v1', 'must start with "/"'],
    ['', 'must start with "/"'],
    ['/v1/', 'must not end with "/"'],
    ['//v1', 'empty, "." or ".."'],
    ['/a/../b', 'empty, "." or ".."'],
    ['/a/.', 'empty, "." or ".."'],
    ['/a%2fb', 'characters'],
    ['/a b', 'characters'],
    ['/a?b', 'characters'],
    ['/a\nb', 'characters'],
    [`/${'a'.repeat(1024)}`, 'the maximum is 1,024'],
  ])('%s is refused', (path, what) => {
    expect(routeError(gateway, { path })).toMatchObject({ code: 'BlueGreenRoute.path', what: expect.stringContaining(what) });
  });
});

describe('preview', () => {
  test.each([
    Preview.none(),
    Preview.header('x-color'),
    Preview.header('X-Color', 'v1.2~a_b:c/d'),
    Preview.cookie('my_color.a-b'),
    Preview.host({ blue: 'blue.example.com', green: 'green.example.com' }),
  ])('by $kind is accepted', (preview) => {
    expect(resolvedRoute(nginx, { preview }).preview).toEqual(preview);
  });

  test('is none by default', () => {
    expect(resolvedRoute(nginx).preview).toEqual(Preview.none());
  });

  test.each<[string, Preview, string]>([
    ['a header that nginx drops', Preview.header('x_color'), 'invalid header name "x_color"'],
    ['a header without a name', Preview.header(''), 'invalid header name ""'],
    ['a header value that nginx refuses', Preview.header('x-color', 'a b'), 'invalid header value "a b"'],
    ['an empty header value', Preview.header('x-color', ''), 'invalid header value ""'],
    ['a cookie with "="', Preview.cookie('a=b'), 'invalid cookie name "a=b"'],
    ['one host for both colors', Preview.host({ blue: 'a.example.com', green: 'a.example.com' }), 'used twice'],
    ["the users' host", Preview.host({ blue: 'models.example.com', green: 'a.example.com' }), 'used twice'],
    ['a wildcard host', Preview.host({ blue: '*.example.com', green: 'a.example.com' }), 'wildcards are not allowed'],
  ])('by %s is refused', (_, preview, what) => {
    expect(routeError(nginx, { preview })).toMatchObject({ code: 'BlueGreenRoute.preview', what: expect.stringContaining(what) });
  });

  test.each<[string, unknown]>([
    ['a cookie without a name', { kind: 'cookie' }],
    ['an unknown kind', { kind: 'query' }],
    ['null', null],
  ])('%s is refused', (_, preview) => {
    expect(new Set(codes(routeError(nginx, { preview })))).toEqual(new Set(['BlueGreenRoute.preview']));
  });

  test('the refusal lists what the router supports', () => {
    expect(routeError(gateway, { preview: Preview.cookie('c') })).toMatchObject({
      what: 'Gateway API does not support Preview.cookie(…)',
      fix: 'use Preview.header(…), Preview.host(…) or Preview.none()',
    });
  });
});

describe('timeouts', () => {
  test('become whole seconds, and none are invented', () => {
    const timeouts = { request: Duration.minutes(10), backendRequest: Duration.minutes(10) };
    expect(resolvedRoute(gateway, { timeouts }).timeouts).toEqual({ request: 600, backendRequest: 600 });
    expect(resolvedRoute(gateway).timeouts).toEqual({});
  });

  test.each<[string, object, string]>([
    ['parts of a second', { request: Duration.millis(1500) }, 'must be whole seconds, at least 1, got 1.5 s'],
    ['zero', { request: Duration.seconds(0) }, 'at least 1'],
    ['more than the format holds', { request: Duration.days(5000) }, 'the maximum is 99,999 hours'],
    [
      'an attempt longer than the exchange',
      { request: Duration.seconds(5), backendRequest: Duration.seconds(6) },
      'at most timeouts.request (5 s)',
    ],
    ['text', { request: '10m' }, 'Duration'],
  ])('%s is refused', (_, timeouts, text) => {
    const error = routeError(gateway, { timeouts });
    expect(String(error)).toContain(text);
    expect(codes(error)).toEqual(['BlueGreenRoute.timeouts']);
  });

  test('of a router that has none, the fix does not name any', () => {
    expect(routeError(traefik, { timeouts: { request: Duration.minutes(1) } })).toMatchObject({
      code: 'BlueGreenRoute.timeouts',
      what: 'Traefik does not support timeouts.request',
      fix: 'remove it, and set the limit in the router itself',
    });
  });
});

describe('sticky', () => {
  test('none is the default; a cookie has a name and perhaps an age', () => {
    expect(resolvedRoute(traefik).sticky).toBeUndefined();
    expect(resolvedRoute(traefik, { sticky: Sticky.none() }).sticky).toBeUndefined();
    expect(resolvedRoute(traefik, { sticky: Sticky.cookie('ml') }).sticky).toEqual({ name: 'ml' });
    expect(resolvedRoute(traefik, { sticky: Sticky.cookie('ml', Duration.hours(1)) }).sticky).toEqual({ name: 'ml', seconds: 3600 });
  });

  test.each<[string, unknown]>([
    ['by name', 'cookie'],
    ['of an unknown kind', { kind: 'address' }],
    ['a cookie without a name', { kind: 'cookie' }],
    ['a cookie name with a space', Sticky.cookie('m l')],
    ['an age in numbers', { kind: 'cookie', name: 'ml', maxAge: 60 }],
    ['an age below a second', Sticky.cookie('ml', Duration.millis(10))],
  ])('%s is refused', (_, sticky) => {
    expect(new Set(codes(routeError(traefik, { sticky })))).toEqual(new Set(['BlueGreenRoute.sticky']));
  });

  test.each([
    ['Gateway API', gateway],
    ['Istio', Via.istio({ gateways: ['public'] })],
  ])('%s does not support it: a switch would not move bound users', (title, router) => {
    expect(routeError(router, { sticky: Sticky.cookie('ml') })).toMatchObject({
      code: 'BlueGreenRoute.sticky',
      what: expect.stringContaining(`${title} does not support sticky sessions that a switch moves`),
    });
  });

  test('on nginx a preview by mark would keep the canary and its users, so it is refused; a preview by host is not', () => {
    const sticky = Sticky.cookie('ml');
    expect(routeError(nginx, { sticky, preview: Preview.header('x-color') })).toMatchObject({ code: 'BlueGreenRoute.sticky' });
    expect(routeError(nginx, { sticky, preview: Preview.cookie('color') })).toMatchObject({ code: 'BlueGreenRoute.sticky' });
    const preview = Preview.host({ blue: 'b.example.com', green: 'g.example.com' });
    expect(routeError(nginx, { sticky, preview })).toBeUndefined();
  });
});

describe('traffic', () => {
  const noneInCode = { live: undefined };
  const trafficOf = ({ live, weights, inactive }: ResolvedRoute): object => ({ live, weights, inactive });
  const warm = { kind: 'warm' };

  test('without a split the live color gets everything', () => {
    const toGreen = { live: 'green', weights: { blue: 0, green: 100 }, inactive: warm };
    expect(trafficOf(resolvedRoute(gateway, { live: 'green' }))).toEqual(toGreen);
    expect(trafficOf(resolvedRoute(gateway, { ...noneInCode, release: { live: 'green' } }))).toEqual(toGreen);
    expect(trafficOf(resolvedRoute(gateway, { live: 'blue', traffic: Traffic.all() }))).toEqual({
      live: 'blue',
      weights: { blue: 100, green: 0 },
      inactive: warm,
    });
  });

  const split = (weights: unknown): object => ({ live: 'blue', traffic: Traffic.split(weights as never) });

  test.each<[string, object, string, string]>([
    ['an unknown color', { live: 'red' }, 'BlueGreenRoute.live', '`live` must be "blue" or "green", got "red"'],
    ['an unknown color in the release file', { ...noneInCode, release: { live: 'Blue' } }, 'BlueGreenRoute.live', 'got "Blue"'],
    [
      'half a split in the release file',
      { ...noneInCode, release: { live: 'blue', weights: { blue: 100 } } },
      'BlueGreenRoute.release',
      'weights.green is required',
    ],
    [
      'weights of a third color',
      { ...noneInCode, release: { live: 'blue', weights: { blue: 90, red: 10 } } },
      'BlueGreenRoute.release',
      'unknown color "red"',
    ],
    ['parts of a percent', split({ blue: 99.5, green: 0.5 }), 'BlueGreenRoute.traffic', 'must be a whole number from 0 to 100, got 99.5'],
    ['negative weights', split({ blue: 110, green: -10 }), 'BlueGreenRoute.traffic', 'must be a whole number'],
    ['too much', split({ blue: 90, green: 20 }), 'BlueGreenRoute.traffic', '90 + 20 = 110'],
    ['a live color without a share', split({ blue: 0, green: 100 }), 'BlueGreenRoute.traffic', 'blue is live and would get 0 %'],
    [
      'both forms',
      { ...noneInCode, release: { live: 'blue' }, traffic: Traffic.all() },
      'BlueGreenRoute.release',
      '`traffic` and `release` are both set',
    ],
    ['neither form', noneInCode, 'BlueGreenRoute.live', '`live` is required'],
  ])('%s is refused', (_, props, code, what) => {
    expect(routeError(gateway, props)).toMatchObject({ code, what: expect.stringContaining(what) });
  });

  test('an empty release entry is refused', () => {
    expect(codes(routeError(gateway, { ...noneInCode, release: null }))).toEqual(['BlueGreenRoute.release']);
  });

  test('I1: whatever is accepted has two whole shares that add up to 100, and the live color has one', () => {
    const share = fc.oneof(fc.integer({ min: -5, max: 105 }), fc.constantFrom(undefined, Number.NaN, 0.5, '50'));
    fc.assert(
      fc.property(fc.constantFrom('blue', 'green', 'red'), share, share, (live, blue, green) => {
        let accepted: ResolvedRoute;
        try {
          accepted = resolvedRoute(gateway, { live, traffic: Traffic.split({ blue, green } as never) });
        } catch (error) {
          expect(error).toHaveProperty('name', expect.stringMatching(/^(?:ConfigError|FindingsError)$/));
          return;
        }
        expect(Number.isInteger(accepted.weights.blue) && Number.isInteger(accepted.weights.green)).toBe(true);
        expect(accepted.weights.blue + accepted.weights.green).toBe(100);
        expect(accepted.weights[accepted.live]).toBeGreaterThan(0);
      }),
    );
  });
});
