import { istioCopies, istioShares } from '../../../src/routing/interpreters/istio-interpreter';
import { fromYaml } from './yaml';

const request = { host: 'a.example.com', path: '/v1/models' };
const to = (name: string): string => `route: [{destination: {host: ${name}, port: {number: 80}}}]`;

const service = (rules: string, options: { name?: string; hosts?: string; created?: string } = {}): string => {
  const { name = 'scoring', hosts = '[a.example.com]', created = '2026-01-01T00:00:00Z' } = options;
  return `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: a, creationTimestamp: "${created}"}
spec: {hosts: ${hosts}, http: [${rules}]}
`;
};
const sharesOf = (text: string, more: object = {}): object => istioShares(fromYaml(text), { ...request, ...more });
const only = (name: string): object => ({ [`a/${name}:80`]: 100 });

test('weights count in proportion, 0 when left out', () => {
  const rule = (blue: string, green: string): string =>
    `{route: [{destination: {host: blue, port: {number: 80}}${blue}}, {destination: {host: green, port: {number: 80}}${green}}]}`;
  expect(sharesOf(service(rule(', weight: 1', ', weight: 3')))).toEqual({ 'a/blue:80': 25, 'a/green:80': 75 });
  expect(sharesOf(service(rule('', ', weight: 3')))).toEqual(only('green'));
  expect(sharesOf(service(rule('', '')))).toEqual({ 'HTTP 503': 100 });
});

test('a destination that stands alone gets everything, with a weight or without', () => {
  expect(sharesOf(service(`{${to('blue')}}`))).toEqual(only('blue'));
});

test('the first rule that matches wins, not the longest path', () => {
  const rules = `{match: [{uri: {prefix: /}}], ${to('blue')}}, {match: [{uri: {prefix: /v1/models}}], ${to('green')}}`;
  expect(sharesOf(service(rules))).toEqual(only('blue'));
});

test.each<[string, boolean]>([
  ['uri: {exact: /v1/models}', true],
  ['uri: {exact: /v1}', false],
  ['uri: {prefix: /v1/mod}', true],
  ['uri: {regex: "/v[0-9]/.*"}', true],
  ['uri: {regex: "/v[0-9]"}', false],
  ['uri: {regex: "("}', false],
  ['authority: {exact: a.example.com}', true],
  ['headers: {x-color: {exact: green}}', true],
  ['headers: {x-color: {exact: blue}}', false],
  ['headers: {x-color: {}}', true],
  ['headers: {x-other: {}}', false],
  ['withoutHeaders: {x-color: {exact: green}}', false],
  ['withoutHeaders: {x-other: {exact: green}}', true],
  ['headers: {cookie: {regex: "^(.*;\\\\s*)?beta=yes(;.*)?$"}}', true],
  ['headers: {cookie: {regex: "^(.*;\\\\s*)?eta=yes(;.*)?$"}}', false],
  ['method: {exact: GET}', false],
])('a match on %s', (match, met) => {
  const text = service(`{match: [{${match}}], ${to('green')}}, {${to('blue')}}`);
  const marks = { headers: { 'X-Color': 'green' }, cookies: { a: 'b', beta: 'yes' } };
  expect(sharesOf(text, marks)).toEqual(only(met ? 'green' : 'blue'));
});

test('the closest host wins; rules of one host stand in the order of the age of their objects', () => {
  const [every, wildcard, exact] = [
    service(`{${to('every')}}`, { name: 'z', hosts: '["*"]' }),
    service(`{${to('wildcard')}}`, { name: 'y', hosts: '["*.example.com"]' }),
    service(`{${to('exact')}}`, { name: 'x' }),
  ];
  expect(sharesOf(every + wildcard + exact)).toEqual(only('exact'));
  expect(sharesOf(every + wildcard + exact, { host: 'b.example.com' })).toEqual(only('wildcard'));
  expect(sharesOf(every + wildcard, { host: 'b.test' })).toEqual(only('every'));
  const older = service(`{${to('older')}}`, { name: 'older', created: '2025-01-01T00:00:00Z' });
  expect(sharesOf(exact + older)).toEqual(only('older'));
  expect(sharesOf(exact, { host: 'b.example.com' })).toEqual({ 'HTTP 404': 100 });
});

test('a name in full is the Service of that namespace, and a subset is part of it', () => {
  const text = service('{route: [{destination: {host: scorer.b.svc.cluster.local, subset: green, port: {number: 80}}}]}');
  expect(sharesOf(text)).toEqual({ 'b/scorer:80[subset=green]': 100 });
});

test('copies: of all requests when no percentage is said, in both ways of writing it', () => {
  const copies = (mirror: string): object => istioCopies(fromYaml(service(`{${to('blue')}, ${mirror}}`)), request);
  const green = 'host: green, port: {number: 80}';
  expect(copies(`mirror: {${green}}`)).toEqual({ 'a/green:80': 100 });
  expect(copies(`mirror: {${green}}, mirrorPercentage: {value: 2.5}`)).toEqual({ 'a/green:80': 2.5 });
  expect(copies(`mirrors: [{destination: {${green}}, percentage: {value: 20}}]`)).toEqual({ 'a/green:80': 20 });
  expect(istioCopies(fromYaml(service(`{${to('blue')}}`)), { ...request, host: 'b.test' })).toEqual({});
});
