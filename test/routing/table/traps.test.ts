import fc from 'fast-check';
import { titleOf } from '../../../src/routing/table/route-finding';
import { routeFindings } from '../../../src/routing/table/route-findings';
import { specsFor } from '../arbitrary-spec';
import { placed, ROUTERS } from '../routers';
import { httpRoute, ingress, manifestsIn, served } from './fixtures';

const KEY = 'nginx.ingress.kubernetes.io';
const trapsOf = (text: string): string[] =>
  routeFindings(manifestsIn(text)).map(({ code, object, what }) => `${code} ${titleOf(object)}: ${what}`);
const canary = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  [`${KEY}/canary`]: 'true',
  [`${KEY}/canary-weight`]: '10',
  ...more,
});
const route = (name: string, service = 'blue'): string => httpRoute(name, `[{backendRefs: [{name: ${service}, port: 80}]}]`);

describe('warns of', () => {
  test.each<[string, string, string]>([
    [
      'a canary without a primary',
      ingress('b', { service: 'green', annotations: canary() }),
      'routes.canary-alone Ingress a/b: no other Ingress has models.example.com/ (Prefix), so this canary is dropped',
    ],
    [
      'a canary with another path type',
      ingress('a', { pathType: 'Exact' }) + ingress('b', { service: 'green', annotations: canary() }),
      'routes.canary-alone Ingress a/b: no other Ingress has models.example.com/ (Prefix), so this canary is dropped',
    ],
    [
      'a canary on the Service of the primary',
      ingress('a') + ingress('b', { annotations: canary() }),
      'routes.canary-same-service Ingress a/b: Ingress a/a is on Service "blue" too, so this canary does nothing',
    ],
    [
      'a second canary',
      ingress('a') + ingress('b', { service: 'green', annotations: canary() }) + ingress('c', { service: 'red', annotations: canary() }),
      'routes.canary-second Ingress a/c: Ingress a/b is a canary of models.example.com/ (Prefix) too, and one is used',
    ],
    [
      'a total below 100',
      ingress('a') + ingress('b', { service: 'green', annotations: canary({ [`${KEY}/canary-weight-total`]: '10' }) }),
      'routes.weight-total Ingress a/b: canary-weight-total is 10, and totals below 100 count as 100',
    ],
    [
      'the class twice',
      ingress('a', { annotations: { 'kubernetes.io/ingress.class': 'nginx' } }),
      'routes.class-twice Ingress a/a: sets its class twice, as ingressClassName and as the annotation kubernetes.io/ingress.class',
    ],
    [
      'two classes',
      ingress('a', { annotations: { 'kubernetes.io/ingress.class': 'traefik' } }),
      'routes.class-twice Ingress a/a: ingressClassName is "nginx" and the annotation kubernetes.io/ingress.class is "traefik", which the API server refuses when it is created',
    ],
    [
      'two HTTPRoutes on one host and path',
      route('a') + route('b', 'green'),
      'routes.same-place HTTPRoute a/b: HTTPRoute a/a has models.example.com/ too; only one of the two takes the requests: the older, or the first one read',
    ],
    [
      'two Ingresses on one host and path',
      ingress('a') + ingress('b', { service: 'green' }),
      'routes.same-place Ingress a/b: Ingress a/a has models.example.com/ too; only one of the two takes the requests: the older, or the first one read',
    ],
    [
      'a weight that is left out',
      httpRoute('a', '[{backendRefs: [{name: blue, port: 80, weight: 90}, {name: green, port: 80}]}]'),
      'routes.weight-left-out HTTPRoute a/a: a rule sets the weight of one backend but not of another; a missing weight means 1, not the rest',
    ],
    [
      'sticky beside weighted',
      `apiVersion: traefik.io/v1alpha1\nkind: TraefikService\nmetadata: {name: a, namespace: a}\nspec: {sticky: {cookie: {name: ml}}, weighted: {services: []}}`,
      'routes.sticky-lost TraefikService a/a: `sticky` is in a place where it is accepted and has no effect',
    ],
    [
      'a Service without pods',
      route('a') + served('blue', { podLabel: 'other' }),
      'routes.no-pods Service a/blue: no workload here has pods with app=blue',
    ],
    [
      'a target port that is no port of the pods',
      route('a') + served('blue', { targetPort: 'web' }),
      'routes.no-port Service a/blue: no container of its pods has the target port "web"',
    ],
    [
      'a port that the Service has not',
      httpRoute('a', '[{backendRefs: [{name: blue, port: 8080}]}]') + served('blue'),
      'routes.no-port HTTPRoute a/a: names port 8080 of Service "blue", which has 80',
    ],
    [
      'a Service that is not there',
      route('a', 'bleu') + served('blue'),
      'routes.no-service HTTPRoute a/a: names Service "bleu", which is not among these manifests',
    ],
  ])('%s', (_, text, trap) => {
    expect(trapsOf(text)).toEqual([trap]);
  });
});

describe('does not warn of', () => {
  test.each<[string, string]>([
    ['a route whose Services stand elsewhere', route('a')],
    ['a route that arrives', route('a') + served('blue')],
    ['a port by number', route('a') + served('blue', { targetPort: 8080 })],
    ['a canary beside its primary', ingress('a') + ingress('b', { service: 'green', annotations: canary() })],
    ['one path for two hosts', ingress('a') + ingress('b', { host: 'other.example.com', service: 'green' })],
    ['one host and path for two classes', ingress('a') + ingress('b', { ingressClass: 'internal', service: 'green' })],
    [
      'two rules of one route, one with a header',
      httpRoute(
        'a',
        '[{matches: [{headers: [{name: x, value: y}]}], backendRefs: [{name: blue, port: 80}]}, {backendRefs: [{name: green, port: 80}]}]',
      ),
    ],
    ['the Services of another namespace', route('a') + served('blue').replaceAll('namespace: a', 'namespace: b')],
  ])('%s', (_, text) => {
    expect(trapsOf(text)).toEqual([]);
  });

  test.each(Object.entries(ROUTERS))('anything that %s is told here', (_, router) => {
    fc.assert(
      fc.property(specsFor(router), (spec) => {
        expect(
          routeFindings(placed(router.objects(spec)))
            .map(({ code }) => code)
            .filter((code) => !/no-(service|pods)/.test(code)),
        ).toEqual([]);
      }),
    );
  });
});
