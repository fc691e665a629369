import type { Manifest } from '../../../src/manifest/manifest';
import { nginxShares } from '../../../src/routing/interpreters/nginx-interpreter';
import type { Shares } from '../../../src/routing/interpreters/shares';

const request = { host: 'models.example.com', path: '/' };

interface Options {
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
  readonly created?: string;
}

function ingress(name: string, service: string, annotations: Readonly<Record<string, string>> = {}, options: Options = {}): Manifest {
  const { host = 'models.example.com', path = '/', pathType = 'Prefix', created = '2026-01-01' } = options;
  const prefixed = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'a', annotations: prefixed, creationTimestamp: created },
    spec: { rules: [{ host, http: { paths: [{ path, pathType, backend: { service: { name: service, port: { number: 80 } } } }] } }] },
  };
}

const canary = (annotations: Readonly<Record<string, string>>, options?: Options): Manifest =>
  ingress('canary', 'green', { canary: 'true', ...annotations }, options);
const primary = ingress('primary', 'blue');
const blueOnly: Shares = { 'a/blue:80': 100 };
const greenOnly: Shares = { 'a/green:80': 100 };
const percent = (green: number): Shares => ({ 'a/blue:80': 100 - green, 'a/green:80': green });

describe('reproduces what was measured on ingress-nginx', () => {
  test('canary-weight 20 is 20 %', () => {
    expect(nginxShares([primary, canary({ 'canary-weight': '20' })], request)).toEqual(percent(20));
  });

  test('weight 5 of a total of 10 is 5 %: totals below 100 count as 100', () => {
    expect(nginxShares([primary, canary({ 'canary-weight': '5', 'canary-weight-total': '10' })], request)).toEqual(percent(5));
    expect(nginxShares([primary, canary({ 'canary-weight': '5', 'canary-weight-total': '200' })], request)).toEqual(percent(2.5));
  });

  test.each<[string, Record<string, string>, object, Shares]>([
    ['header always', { 'canary-by-header': 'x-canary' }, { headers: { 'X-Canary': 'always' } }, greenOnly],
    ['header never', { 'canary-by-header': 'x-canary' }, { headers: { 'x-canary': 'never' } }, blueOnly],
    ['header with another value', { 'canary-by-header': 'x-canary' }, { headers: { 'x-canary': 'yes' } }, percent(20)],
    ['header value', { 'canary-by-header': 'x', 'canary-by-header-value': 'beta' }, { headers: { x: 'beta' } }, greenOnly],
    ['another header value', { 'canary-by-header': 'x', 'canary-by-header-value': 'beta' }, { headers: { x: 'always' } }, percent(20)],
    ['header pattern', { 'canary-by-header': 'x', 'canary-by-header-pattern': '^b' }, { headers: { x: 'beta' } }, greenOnly],
    ['cookie always', { 'canary-by-cookie': 'color' }, { cookies: { color: 'always' } }, greenOnly],
    ['cookie never', { 'canary-by-cookie': 'color' }, { cookies: { color: 'never' } }, blueOnly],
    ['cookie with another value', { 'canary-by-cookie': 'color' }, { cookies: { color: 'green' } }, percent(20)],
    [
      'header before cookie',
      { 'canary-by-header': 'x', 'canary-by-cookie': 'color' },
      { headers: { x: 'always' }, cookies: { color: 'never' } },
      greenOnly,
    ],
  ])('canary by %s', (_, annotations, marks, expected) => {
    expect(nginxShares([primary, canary({ 'canary-weight': '20', ...annotations })], { ...request, ...marks })).toEqual(expected);
  });

  const sticky = ingress('primary', 'blue', { affinity: 'cookie' });

  test('with an affinity cookie bound users stay on blue when the weight goes to 100, new users go to green', () => {
    const objects = [sticky, canary({ 'canary-weight': '100' })];
    expect(nginxShares(objects, { ...request, boundTo: 'a/blue:80' })).toEqual(blueOnly);
    expect(nginxShares(objects, request)).toEqual(greenOnly);
  });

  test('users bound to green stay there when the weight goes back to 0', () => {
    const objects = [sticky, canary({ 'canary-weight': '0' })];
    expect(nginxShares(objects, { ...request, boundTo: 'a/green:80' })).toEqual(greenOnly);
    expect(nginxShares(objects, request)).toEqual(blueOnly);
  });

  test('the primary on green without a canary has everyone on green', () => {
    const objects = [ingress('primary', 'green', { affinity: 'cookie' })];
    for (const boundTo of [undefined, 'a/blue:80', 'a/green:80']) expect(nginxShares(objects, { ...request, boundTo })).toEqual(greenOnly);
  });

  test('affinity-canary-behavior has no effect on the primary; on the canary it lets bound users go', () => {
    const legacy = { affinity: 'cookie', 'affinity-canary-behavior': 'legacy' };
    const bound = { ...request, boundTo: 'a/green:80' };
    expect(nginxShares([ingress('primary', 'blue', legacy), canary({ 'canary-weight': '20' })], bound)).toEqual(greenOnly);
    expect(nginxShares([sticky, canary({ 'canary-weight': '20', ...legacy })], bound)).toEqual(percent(20));
  });
});

describe('knows the pitfalls', () => {
  test.each<[string, Options]>([
    ['host', { host: 'other.example.com' }],
    ['path', { path: '/v1' }],
    ['path type', { pathType: 'Exact' }],
  ])('a canary with another %s is dropped', (_, options) => {
    expect(nginxShares([primary, canary({ 'canary-weight': '50' }, options)], request)).toEqual(blueOnly);
    expect(nginxShares([canary({ 'canary-weight': '50' })], request)).toEqual({ 'HTTP 404': 100 });
  });

  test('a canary on the Service of the primary does nothing', () => {
    expect(nginxShares([ingress('primary', 'green'), canary({ 'canary-weight': '50' })], request)).toEqual(greenOnly);
  });

  test('but when it is the older one, the host answers 404', () => {
    const older = canary({ 'canary-weight': '50' }, { created: '2025-01-01' });
    expect(nginxShares([ingress('primary', 'green'), older], request)).toEqual({ 'HTTP 404': 100 });
  });

  test('of two canaries only the first counts', () => {
    const second = ingress('canary-2', 'red', { canary: 'true', 'canary-weight': '30' }, { created: '2026-02-01' });
    expect(nginxShares([primary, canary({ 'canary-weight': '20' }), second], request)).toEqual(percent(20));
  });

  test('a Service with an Ingress of its own takes no canary weight', () => {
    const preview = ingress('preview', 'green', {}, { host: 'green.example.com', created: '2025-01-01' });
    expect(nginxShares([primary, preview, canary({ 'canary-weight': '50' })], request)).toEqual(blueOnly);
  });

  test('a canary takes from every host of its primary Service', () => {
    const other = ingress('other', 'blue', {}, { host: 'other.example.com' });
    expect(nginxShares([primary, other, canary({ 'canary-weight': '20' })], { ...request, host: 'other.example.com' })).toEqual(
      percent(20),
    );
  });

  test('of two primaries on one host and path the oldest wins', () => {
    expect(nginxShares([ingress('a', 'green', {}, { created: '2026-02-01' }), primary], request)).toEqual(blueOnly);
  });
});

describe('matches hosts and paths', () => {
  test('a wildcard stands for one label', () => {
    const wildcard = ingress('a', 'blue', {}, { host: '*.example.com' });
    expect(nginxShares([wildcard], request)).toEqual(blueOnly);
    expect(nginxShares([wildcard], { ...request, host: 'a.b.example.com' })).toEqual({ 'HTTP 404': 100 });
  });

  test('the longest path wins, by whole elements', () => {
    const objects = [primary, ingress('b', 'green', {}, { path: '/v1' })];
    expect(nginxShares(objects, { ...request, path: '/v1/models' })).toEqual(greenOnly);
    expect(nginxShares(objects, { ...request, path: '/v1beta' })).toEqual(blueOnly);
  });
});
