import fc from 'fast-check';
import type { Router } from '../../../src/routing/routers/router';
import { type RoutingRow, routingTable } from '../../../src/routing/table/routing-table';
import { specsFor } from '../arbitrary-spec';
import { byColor, placed, ROUTERS } from '../routers';
import { httpRoute, ingress, manifestsIn } from './fixtures';

const KEY = 'nginx.ingress.kubernetes.io';

/** What a person looks at. */
function seen({ host, path, router, entrance, shares, previews, copies, sticky }: RoutingRow): object {
  const marks = Object.fromEntries(previews.map((preview) => [preview.mark, preview.shares]));
  return {
    at: `${host}${path}`,
    by: `${router} ${entrance}`.trim(),
    shares,
    ...marks,
    ...(Object.keys(copies).length > 0 ? { copies } : {}),
    sticky,
  };
}
const tableOf = (text: string): object[] => routingTable(manifestsIn(text)).map(seen);
const blue = { 'a/blue:80': 100 };
const green = { 'a/green:80': 100 };

describe('reads manifests of others', () => {
  test('HTTPRoute: weights, a header, copies and a session', () => {
    const text = httpRoute(
      'scoring',
      `
    - matches: [{path: {value: /v1}, headers: [{name: x-color, value: green}]}]
      backendRefs: [{name: green, port: 80}]
    - matches: [{path: {value: /v1}}]
      sessionPersistence: {sessionName: ml}
      filters: [{type: RequestMirror, requestMirror: {backendRef: {name: shadow, port: 80}, fraction: {numerator: 1, denominator: 4}}}]
      backendRefs: [{name: blue, port: 80, weight: 3}, {name: green, port: 80}]`,
    );
    expect(tableOf(text)).toEqual([
      {
        at: 'models.example.com/v1',
        by: 'Gateway API a/public',
        shares: { 'a/blue:80': 75, 'a/green:80': 25 },
        'header x-color: green': green,
        copies: { 'a/shadow:80': 25 },
        sticky: 'ml',
      },
    ]);
  });

  test('a route of two Gateways stands under both, and two routes of different Gateways do not meet', () => {
    const other = httpRoute('other', '[{backendRefs: [{name: green, port: 80}]}]').replace('{name: public}', '{name: internal}');
    const both = httpRoute('both', '[{backendRefs: [{name: blue, port: 80}]}]', '[b.example.com]').replace(
      '[{name: public}]',
      '[{name: public}, {name: internal, namespace: gateways}]',
    );
    const route = httpRoute('scoring', '[{backendRefs: [{name: blue, port: 80}]}]');
    expect(tableOf(route + other + both)).toEqual([
      { at: 'models.example.com/', by: 'Gateway API a/internal', shares: green },
      { at: 'b.example.com/', by: 'Gateway API a/public', shares: blue },
      { at: 'models.example.com/', by: 'Gateway API a/public', shares: blue },
      { at: 'b.example.com/', by: 'Gateway API gateways/internal', shares: blue },
    ]);
  });

  test('nginx: a canary with header and cookie, and affinity', () => {
    const canary = {
      [`${KEY}/canary`]: 'true',
      [`${KEY}/canary-weight`]: '10',
      [`${KEY}/canary-by-header`]: 'x-canary',
      [`${KEY}/canary-by-cookie`]: 'beta',
    };
    const text = ingress('a', { annotations: { [`${KEY}/affinity`]: 'cookie' } }) + ingress('b', { service: 'green', annotations: canary });
    expect(tableOf(text)).toEqual([
      {
        at: 'models.example.com/',
        by: 'nginx nginx',
        shares: { 'a/blue:80': 90, 'a/green:80': 10 },
        'header x-canary: always': green,
        'cookie beta=always': green,
        sticky: 'INGRESSCOOKIE',
      },
    ]);
  });

  test('haproxy-ingress: groups of pods behind one Service, asked for by header', () => {
    const annotations = {
      'haproxy-ingress.github.io/blue-green-balance': 'group=blue=90,group=green=10',
      'haproxy-ingress.github.io/blue-green-header': 'x-color:group',
    };
    const group = (color: string): string => `a/scorer:80[group=${color}]`;
    expect(tableOf(ingress('a', { service: 'scorer', ingressClass: 'haproxy', annotations }))).toEqual([
      {
        at: 'models.example.com/',
        by: 'haproxy-ingress haproxy',
        shares: { [group('blue')]: 90, [group('green')]: 10 },
        'header x-color: blue': { [group('blue')]: 100 },
        'header x-color: green': { [group('green')]: 100 },
      },
    ]);
  });

  test('HAProxy Technologies: a condition on a Service, known by its annotation alone', () => {
    const service = (acl: string): string => `---
apiVersion: v1
kind: Service
metadata: {name: green, namespace: a, annotations: {haproxy.org/route-acl: "${acl}"}}
spec: {}
`;
    const pair = ingress('a', { ingressClass: 'haproxy' }) + ingress('b', { ingressClass: 'haproxy', service: 'green' });
    expect(tableOf(pair + service('rand(100) lt 25'))).toEqual([
      { at: 'models.example.com/', by: 'HAProxy Technologies haproxy', shares: { 'a/green:80': 25, 'a/blue:80': 75 } },
    ]);
    expect(tableOf(pair + service('cookie(staging) -m found'))).toEqual([
      { at: 'models.example.com/', by: 'HAProxy Technologies haproxy', shares: blue, 'cookie staging=any': green },
    ]);
  });

  test('Traefik: weights behind a route, a header, copies, sticky; its hosts and paths are read from the expression', () => {
    const text = `
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: scoring, namespace: a}
spec:
  routes:
    - {kind: Rule, match: "(Host(\`a.example.com\`) || Host(\`b.example.com\`)) && PathPrefix(\`/v1/\`)", services: [{kind: TraefikService, name: scoring}]}
    - {kind: Rule, match: "Host(\`a.example.com\`) && PathPrefix(\`/v1/\`) && Header(\`x-color\`, \`green\`)", services: [{name: green, port: 80}]}
    - {kind: Rule, match: "HostRegexp(\`^.+[.]test$\`)", services: [{name: blue, port: 80}]}
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: scoring, namespace: a}
spec: {weighted: {sticky: {cookie: {name: ml}}, services: [{name: blue, port: 80, weight: 3}, {name: green, port: 80, weight: 1}]}}
`;
    const shares = { 'a/blue:80': 75, 'a/green:80': 25 };
    expect(tableOf(text)).toEqual([
      { at: 'a.example.com/v1/', by: 'Traefik', shares, 'header x-color: green': green, sticky: 'ml' },
      { at: 'b.example.com/v1/', by: 'Traefik', shares, sticky: 'ml' },
      { at: '~^.+[.]test$/', by: 'Traefik', shares: undefined },
    ]);
  });

  test('Istio: header, cookie, copies; subsets are told apart', () => {
    const text = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: scoring, namespace: a}
spec:
  hosts: [models.example.com]
  gateways: [gateways/public, mesh]
  http:
    - match: [{headers: {x-color: {exact: green}}}]
      route: [{destination: {host: scorer, subset: green, port: {number: 80}}}]
    - match: [{headers: {cookie: {regex: '^(.*;\\s*)?beta=yes(;.*)?$'}}}]
      route: [{destination: {host: scorer, subset: green, port: {number: 80}}}]
    - route: [{destination: {host: scorer, subset: blue, port: {number: 80}}}]
      mirror: {host: scorer, subset: green, port: {number: 80}}
`;
    const row = {
      at: 'models.example.com/',
      shares: { 'a/scorer:80[subset=blue]': 100 },
      'header x-color: green': { 'a/scorer:80[subset=green]': 100 },
      'cookie beta=yes': { 'a/scorer:80[subset=green]': 100 },
      copies: { 'a/scorer:80[subset=green]': 100 },
    };
    expect(tableOf(text)).toEqual([
      { ...row, by: 'Istio gateways/public' },
      { ...row, by: 'Istio mesh' },
    ]);
  });

  test('an Ingress of a controller that nobody names: host and path; an IngressClass names it', () => {
    const text = ingress('a', { ingressClass: 'public' });
    expect(tableOf(text)).toEqual([{ at: 'models.example.com/', by: 'Ingress public', shares: blue }]);
    const named = (controller: string): string => `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: public}
spec: {controller: ${controller}}
`;
    const router = (controller: string): string | undefined => routingTable(manifestsIn(text + named(controller)))[0]?.router;
    expect(
      ['k8s.io/ingress-nginx', 'haproxy-ingress.github.io/controller', 'haproxy.org/ingress-controller', 'example.com/own'].map(router),
    ).toEqual(['nginx', 'haproxy-ingress', 'HAProxy Technologies', 'Ingress']);
  });
});

describe('reads what this library renders', () => {
  test.each(Object.entries(ROUTERS))('%s: one row for users, with the shares and copies that the spec means', (_, router) => {
    fc.assert(
      fc.property(specsFor(router), (spec) => {
        const rows = routingTable(placed(router.objects(spec))).filter(({ host }) => host === spec.hostname);
        expect(rows).toHaveLength(1);
        const [row] = rows as [RoutingRow];
        expect([row.path, row.pathType]).toEqual([spec.path, 'Prefix']);
        expect(byColor(spec, row.shares ?? {})).toEqual(wanted(spec.weights));
        expect(byColor(spec, row.copies)).toEqual(
          spec.shadow === undefined ? {} : { [spec.live === 'blue' ? 'green' : 'blue']: spec.shadow },
        );
        expect(row.sticky).toBe(spec.sticky?.name);
      }),
    );
  });

  test.each(Object.entries(ROUTERS).filter(([, router]) => router.previews.includes('header')))(
    '%s: the mark that shows the idle color',
    (_, router: Router) => {
      fc.assert(
        fc.property(specsFor(router), (spec) => {
          if (spec.preview.kind !== 'header') return;
          const idle = spec.live === 'blue' ? 'green' : 'blue';
          const mark = `header ${spec.preview.name}: ${spec.preview.value ?? idle}`.toLowerCase();
          const [row] = routingTable(placed(router.objects(spec)));
          const found = row?.previews.find((preview) => preview.mark.toLowerCase() === mark);
          expect(byColor(spec, found?.shares ?? {})).toEqual({ [idle]: 100 });
        }),
      );
    },
  );

  function wanted(weights: Readonly<Record<string, number>>): object {
    return Object.fromEntries(Object.entries(weights).filter(([, share]) => share > 0));
  }
});
