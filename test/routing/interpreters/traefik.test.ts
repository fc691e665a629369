import { traefikCopies, traefikShares } from '../../../src/routing/interpreters/traefik-interpreter';
import { traefikMatcher } from '../../../src/routing/interpreters/traefik-rule';
import { fromYaml } from './yaml';

const request = { host: 'a.example.com', path: '/v1/models' };

describe('rules', () => {
  test.each<[string, boolean]>([
    ['Host(`a.example.com`)', true],
    ['Host(`A.example.com`)', true],
    ['Host("a.example.com")', true],
    ['Host(`b.example.com`)', false],
    ['Host(`b.example.com`) || Host(`a.example.com`)', true],
    ['Host(`a.example.com`) && PathPrefix(`/v1`)', true],
    ['Host(`a.example.com`) && !PathPrefix(`/v1`)', false],
    ['Host(`b.example.com`) && PathPrefix(`/v1`) || Path(`/v1/models`)', true],
    ['Host(`b.example.com`) && (PathPrefix(`/v1`) || Path(`/v1/models`))', false],
    ['PathPrefix(`/v1/mod`)', true],
    ['Path(`/v1`)', false],
    ['PathRegexp(`^/v[0-9]+/`)', true],
    ['HostRegexp(`^[^.]+\\.example\\.com$`)', true],
    ['Header(`x-color`, `green`)', false],
    ['Method(`GET`)', false],
  ])('%s', (expression, met) => {
    expect(traefikMatcher(expression)?.(request)).toBe(met);
  });

  test.each([
    ['of version 2', 'Headers(`x-color`, `green`)'],
    ['with two hosts in one', 'Host(`a.example.com`, `b.example.com`)'],
    ['with a header without value', 'Header(`x-color`)'],
    ['with a bracket that stays open', '(Host(`a.example.com`)'],
    ['with nothing behind &&', 'Host(`a.example.com`) &&'],
    ['with words between', 'Host(`a.example.com`) and Path(`/`)'],
    ['with a pattern that cannot be read', 'PathRegexp(`(`)'],
    ['that is empty', ''],
    ['called like a part of JavaScript', 'constructor(`a`)'],
    ['with more brackets than anybody writes', '('.repeat(5000)],
  ])('one %s is not served', (_, expression) => {
    expect(traefikMatcher(expression)).toBeUndefined();
  });
});

const route = (routes: string): string => `
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: scoring, namespace: a}
spec: {routes: [${routes}]}
`;
const to = (name: string, match: string, more = ''): string =>
  `{kind: Rule, match: "${match}"${more}, services: [{name: ${name}, port: 80}]}`;
const service = (name: string, spec: string): string => `---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: ${name}, namespace: a}
spec: ${spec}
`;
const via = (name: string): string => `{kind: Rule, match: "Host(\`a.example.com\`)", services: [{kind: TraefikService, name: ${name}}]}`;

test('of routes that match the longer expression wins, unless a priority says otherwise', () => {
  const [short, long] = ['Host(`a.example.com`)', 'Host(`a.example.com`) && PathPrefix(`/v1`)'];
  expect(traefikShares(fromYaml(route(`${to('blue', short)}, ${to('green', long)}`)), request)).toEqual({ 'a/green:80': 100 });
  expect(traefikShares(fromYaml(route(`${to('blue', short, ', priority: 500')}, ${to('green', long)}`)), request)).toEqual({
    'a/blue:80': 100,
  });
});

test('no route is 404, and no weight is 503', () => {
  expect(traefikShares(fromYaml(route(to('blue', 'Host(`b.example.com`)'))), request)).toEqual({ 'HTTP 404': 100 });
  const nothing = '{weighted: {services: [{name: blue, port: 80, weight: 0}]}}';
  expect(traefikShares(fromYaml(route(via('scoring')) + service('scoring', nothing)), request)).toEqual({ 'HTTP 503': 100 });
});

test('a weight that is left out is 1', () => {
  const spec = '{weighted: {services: [{name: blue, port: 80, weight: 3}, {name: green, port: 80}]}}';
  expect(traefikShares(fromYaml(route(via('scoring')) + service('scoring', spec)), request)).toEqual({ 'a/blue:80': 75, 'a/green:80': 25 });
});

test.each([
  [
    'beside weighted',
    '{sticky: {cookie: {name: ml}}, weighted: {services: [{name: blue, port: 80, weight: 1}, {name: green, port: 80, weight: 1}]}}',
  ],
  [
    'with its name beside the cookie',
    '{weighted: {sticky: {name: ml}, services: [{name: blue, port: 80, weight: 1}, {name: green, port: 80, weight: 1}]}}',
  ],
])('a sticky that stands %s binds nobody', (_, spec) => {
  const shares = traefikShares(fromYaml(route(via('scoring')) + service('scoring', spec)), { ...request, boundTo: 'a/blue:80' });
  expect(shares).toEqual({ 'a/blue:80': 50, 'a/green:80': 50 });
});

test('a TraefikService may point at another; one that is not there, or that points at itself, answers 404', () => {
  const inner = service('inner', '{weighted: {services: [{name: green, port: 80, weight: 1}]}}');
  const outer = service(
    'outer',
    '{weighted: {services: [{kind: TraefikService, name: inner, weight: 1}, {name: blue, port: 80, weight: 1}]}}',
  );
  expect(traefikShares(fromYaml(route(via('outer')) + outer + inner), request)).toEqual({ 'a/green:80': 50, 'a/blue:80': 50 });
  expect(traefikShares(fromYaml(route(via('gone'))), request)).toEqual({ 'HTTP 404': 100 });
  const itself = service('loop', '{weighted: {services: [{kind: TraefikService, name: loop, weight: 1}]}}');
  expect(traefikShares(fromYaml(route(via('loop')) + itself), request)).toEqual({ 'HTTP 404': 100 });
});

test('a mirror without percent gets nothing', () => {
  const objects = fromYaml(
    route(via('scoring')) + service('scoring', '{mirroring: {name: blue, port: 80, mirrors: [{name: green, port: 80}]}}'),
  );
  expect(traefikCopies(objects, request)).toEqual({ 'a/green:80': 0 });
});
