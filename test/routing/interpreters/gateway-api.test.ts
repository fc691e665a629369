import type { Manifest } from '../../../src/manifest/manifest';
import { gatewayApiShares } from '../../../src/routing/interpreters/gateway-api-interpreter';

const request = { host: 'models.example.com', path: '/v1/models' };

function backend(name: string, weight?: number): object {
  return { name, port: 80, ...(weight === undefined ? {} : { weight }) };
}

function route(rules: readonly object[], more: { name?: string; hostnames?: string[]; created?: string } = {}): Manifest {
  const { name = 'route', hostnames = ['models.example.com'], created } = more;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'a', ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: { hostnames, rules },
  };
}

const only = (name: string, match?: object): object => ({
  backendRefs: [backend(name, 1)],
  ...(match === undefined ? {} : { matches: [match] }),
});
const prefix = (value: string): object => ({ path: { type: 'PathPrefix', value } });
const to = (name: string): object => ({ [`a/${name}:80`]: 100 });

describe('reproduces what was measured on Traefik', () => {
  test('weights 90/10 and 100/0 are exact', () => {
    const shares = (blue: number, green: number) =>
      gatewayApiShares([route([{ backendRefs: [backend('blue', blue), backend('green', green)] }])], request);
    expect(shares(90, 10)).toEqual({ 'a/blue:80': 90, 'a/green:80': 10 });
    expect(shares(100, 0)).toEqual({ 'a/blue:80': 100 });
  });

  test('weight 9 and one left out make 90/10: left out counts 1, not the rest', () => {
    const shares = gatewayApiShares([route([{ backendRefs: [backend('blue', 9), backend('green')] }])], request);
    expect(shares).toEqual({ 'a/blue:80': 90, 'a/green:80': 10 });
  });

  test('a header rule sends requests with the header to green, all others to blue', () => {
    const marked = { ...prefix('/'), headers: [{ name: 'x-color', value: 'green' }] };
    const routes = [route([only('green', marked), only('blue', prefix('/'))])];
    expect(gatewayApiShares(routes, { ...request, headers: { 'X-Color': 'green' } })).toEqual(to('green'));
    expect(gatewayApiShares(routes, request)).toEqual(to('blue'));
  });

  test('RequestMirror answers 500 to every request of the rule, where the implementation cannot do it', () => {
    const routes = [route([{ ...only('blue'), filters: [{ type: 'RequestMirror', requestMirror: { backendRef: backend('green') } }] }])];
    expect(gatewayApiShares(routes, request, { mirrors: false })).toEqual({ 'HTTP 500': 100 });
    expect(gatewayApiShares(routes, request)).toEqual(to('blue'));
  });
});

describe('knows the pitfalls', () => {
  test('a backend that does not exist answers 500 for its share', () => {
    const routes = [route([{ backendRefs: [backend('blue', 75), backend('gone', 25)] }])];
    expect(gatewayApiShares(routes, request, { services: new Set(['a/blue:80']) })).toEqual({ 'a/blue:80': 75, 'HTTP 500': 25 });
  });

  test('weights that are all 0, and a rule without backends, answer 500', () => {
    expect(gatewayApiShares([route([{ backendRefs: [backend('blue', 0)] }])], request)).toEqual({ 'HTTP 500': 100 });
    expect(gatewayApiShares([route([{}])], request)).toEqual({ 'HTTP 500': 100 });
  });

  test('of two routes on one host and path the oldest wins, then the first by name', () => {
    const [younger, older] = [
      route([only('green')], { name: 'a', created: '2026-02-01' }),
      route([only('blue')], { name: 'b', created: '2026-01-01' }),
    ];
    expect(gatewayApiShares([younger, older], request)).toEqual(to('blue'));
    expect(gatewayApiShares([route([only('green')], { name: 'b' }), route([only('blue')], { name: 'a' })], request)).toEqual(to('blue'));
  });
});

describe('ranks what matches', () => {
  test.each<[string, Manifest[], string]>([
    ['the longer prefix', [route([only('green', prefix('/')), only('blue', prefix('/v1'))])], 'blue'],
    [
      'an exact path',
      [route([only('green', prefix('/v1/models')), only('blue', { path: { type: 'Exact', value: '/v1/models' } })])],
      'blue',
    ],
    ['the first of equals', [route([only('blue', prefix('/v1')), only('green', prefix('/v1'))])], 'blue'],
    ['an exact host', [route([only('green')], { name: 'a', hostnames: ['*.example.com'] }), route([only('blue')], { name: 'b' })], 'blue'],
    ['whole elements only', [route([only('green', prefix('/v')), only('blue', prefix('/'))])], 'blue'],
    ['a wildcard over several labels', [route([only('blue')], { hostnames: ['*.com'] })], 'blue'],
  ])('%s', (_, routes, expected) => {
    expect(gatewayApiShares(routes, request)).toEqual(to(expected));
  });

  test.each<[string, Manifest[]]>([
    ['no route', []],
    ['another host', [route([only('blue')], { hostnames: ['other.example.com'] })]],
    ['another path', [route([only('blue', prefix('/v2'))])]],
    ['a header that is missing', [route([only('blue', { headers: [{ name: 'a', value: 'b' }] })])]],
    ['a method, which is not asked about', [route([only('blue', { method: 'DELETE' })])]],
  ])('%s answers 404', (_, routes) => {
    expect(gatewayApiShares(routes, request)).toEqual({ 'HTTP 404': 100 });
  });

  test('a route without host names takes every host', () => {
    const { hostnames: _, ...spec } = route([only('blue')]).spec as { hostnames: string[] };
    expect(gatewayApiShares([{ ...route([]), spec }], request)).toEqual(to('blue'));
  });
});
