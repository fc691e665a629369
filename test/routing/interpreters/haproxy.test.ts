import { haproxyIngressShares } from '../../../src/routing/interpreters/haproxy-ingress-interpreter';
import { haproxyTechShares } from '../../../src/routing/interpreters/haproxy-tech-interpreter';
import type { Shares } from '../../../src/routing/interpreters/shares';
import { fromYaml } from './yaml';

const request = { host: 'models.example.com', path: '/' };

const ingress = (
  name: string,
  service: string,
  annotations = '',
  paths = '/',
  host = 'models.example.com',
  pathType = 'Prefix',
): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}, namespace: a, annotations: {${annotations}}}
spec:
  rules:
    - host: "${host}"
      http:
        paths: [${paths
          .split(' ')
          .map((path) => `{path: ${path}, pathType: ${pathType}, backend: {service: {name: ${service}, port: {number: 80}}}}`)
          .join(', ')}]
`;
const service = (name: string, annotations: string): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: a, annotations: {${annotations}}}
`;
const stream = (...texts: string[]): ReturnType<typeof fromYaml> => fromYaml(texts.join('---\n'));

describe('haproxy-ingress', () => {
  const KEY = 'haproxy-ingress.github.io';
  const group = (color: string): string => `a/scorer:80[group=${color}]`;
  const only = (color: string): Shares => ({ [group(color)]: 100 });
  const balanced = (weights: string, more = ''): string => ingress('scoring', 'scorer', `${KEY}/blue-green-balance: "${weights}"${more}`);
  const deployment = (color: string, replicas: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${color}, namespace: a}
spec: {replicas: ${replicas}, template: {metadata: {labels: {group: ${color}}}}}
`;

  test('without a balance everything goes to the Service', () => {
    expect(haproxyIngressShares(stream(ingress('scoring', 'scorer')), request)).toEqual({ 'a/scorer:80': 100 });
  });

  test('the older name of the annotation means the same', () => {
    const older = ingress('scoring', 'scorer', `${KEY}/blue-green-deploy: "group=blue=1,group=green=3"`);
    expect(haproxyIngressShares(stream(older), request)).toEqual({ [group('blue')]: 25, [group('green')]: 75 });
  });

  test('an annotation of the Service comes before that of the Ingress', () => {
    const objects = stream(
      balanced('group=blue=100,group=green=0'),
      service('scorer', `${KEY}/blue-green-balance: "group=blue=0,group=green=100"`),
    );
    expect(haproxyIngressShares(objects, request)).toEqual(only('green'));
  });

  test.each([
    ['a word for a weight', 'group=blue=all,group=green=0'],
    ['a part too many', 'group=blue=1=2,group=green=0'],
    ['a weight that is missing', 'group=blue,group=green'],
  ])('a balance with %s is not taken', (_, weights) => {
    expect(haproxyIngressShares(stream(balanced(weights)), request)).toEqual({ 'a/scorer:80': 100 });
  });

  test('weights end at 256', () => {
    expect(haproxyIngressShares(stream(balanced('group=blue=256,group=green=999')), request)).toEqual({
      [group('blue')]: 50,
      [group('green')]: 50,
    });
  });

  test('a group without pods gets nothing, though it is asked for by header', () => {
    const objects = stream(
      balanced('group=blue=50,group=green=50', `, ${KEY}/blue-green-header: "x-color:group"`),
      deployment('blue', 2),
      deployment('green', 0),
    );
    expect(haproxyIngressShares(objects, request)).toEqual(only('blue'));
    expect(haproxyIngressShares(objects, { ...request, headers: { 'x-color': 'green' } })).toEqual(only('blue'));
  });

  test('when no group has pods and weight, the answer is 503', () => {
    expect(haproxyIngressShares(stream(balanced('group=blue=0,group=green=0')), request)).toEqual({ 'HTTP 503': 100 });
  });

  test('a header that names no group is no choice, and a label with a prefix is not read', () => {
    const marked = (label: string): ReturnType<typeof fromYaml> =>
      stream(balanced('group=blue=100,group=green=0', `, ${KEY}/blue-green-header: "x-color:${label}"`));
    expect(haproxyIngressShares(marked('group'), { ...request, headers: { 'x-color': 'red' } })).toEqual(only('blue'));
    expect(haproxyIngressShares(marked('example.com/group'), { ...request, headers: { 'x-color': 'green' } })).toEqual(only('blue'));
  });

  test('another host answers 404', () => {
    expect(haproxyIngressShares(stream(ingress('scoring', 'scorer')), { ...request, host: 'b.example.com' })).toEqual({ 'HTTP 404': 100 });
  });
});

describe('HAProxy Technologies, as its source says', () => {
  const acl = (condition: string): string => `haproxy.org/route-acl: "${condition}"`;
  const pair = (condition: string, path = '/'): ReturnType<typeof fromYaml> =>
    stream(ingress('a', 'blue', '', path), ingress('b', 'green', '', path), service('green', acl(condition)));
  const blue: Shares = { 'a/blue:80': 100 };
  const green: Shares = { 'a/green:80': 100 };

  test.each<[string, Shares]>([
    ['rand(100) lt 0', blue],
    ['rand(100) lt 25', { 'a/green:80': 25, 'a/blue:80': 75 }],
    ['rand(100) lt 100', green],
    ['rand(100) lt 900', green],
    ['path_end -i /x', blue],
  ])('%s', (condition, shares) => {
    expect(haproxyTechShares(pair(condition), request)).toEqual(shares);
  });

  test.each<[string, object, Shares]>([
    ['cookie(staging) -m found', { cookies: { staging: 'x' } }, green],
    ['cookie(staging) -m found', {}, blue],
    ['cookie(staging) -m str yes', { cookies: { staging: 'no' } }, blue],
    ['hdr(x-color) -m str green', { headers: { 'X-Color': 'green' } }, green],
    ['req.hdr(x-color) -m found', { headers: { 'x-color': 'any' } }, green],
  ])('%s with %j', (condition, marked, shares) => {
    expect(haproxyTechShares(pair(condition), { ...request, ...marked })).toEqual(shares);
  });

  test('a Service with a condition is served by it alone: where it is false, its path is not found', () => {
    const alone = stream(ingress('b', 'green'), service('green', acl('rand(100) lt 0')));
    expect(haproxyTechShares(alone, request)).toEqual({ 'HTTP 404': 100 });
  });

  test('a condition comes before a longer path, and compares a prefix by its letters', () => {
    const objects = stream(
      ingress('a', 'blue', '', '/v1/models'),
      ingress('b', 'green', '', '/v1'),
      service('green', acl('rand(100) lt 100')),
    );
    expect(haproxyTechShares(objects, { ...request, path: '/v1/models' })).toEqual(green);
    expect(haproxyTechShares(objects, { ...request, path: '/v1beta' })).toEqual(green);
  });

  test('an exact path of a condition is exact', () => {
    const objects = stream(
      ingress('a', 'blue'),
      ingress('b', 'green', '', '/v1', 'models.example.com', 'Exact'),
      service('green', acl('rand(100) lt 100')),
    );
    expect(haproxyTechShares(objects, { ...request, path: '/v1' })).toEqual(green);
    expect(haproxyTechShares(objects, { ...request, path: '/v1/x' })).toEqual(blue);
  });

  test('a condition compares the host as it is written: a wildcard never fits', () => {
    const objects = stream(
      ingress('a', 'blue', '', '/', '*.example.com'),
      ingress('b', 'green', '', '/', '*.example.com'),
      service('green', acl('rand(100) lt 100')),
    );
    expect(haproxyTechShares(objects, request)).toEqual(blue);
  });

  test('of two equal paths of one Ingress the later one is left', () => {
    const twice = stream(ingress('a', 'blue', '', '/ /').replace(/(.*)name: blue/, '$1name: green'));
    expect(haproxyTechShares(twice, request)).toEqual(green);
  });
});
