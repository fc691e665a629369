import fc from 'fast-check';
import type { Manifest } from '../../../src/manifest/manifest';
import { requestFor } from '../../../src/routing/interpreters/dialect';
import { objectsByHost } from '../../../src/routing/table/objects-by-host';
import { routingGroups } from '../../../src/routing/table/routing-groups';
import { httpRoute, ingress, manifestsIn, served } from './fixtures';

const hosts = fc.constantFrom('a.test', 'b.test', 'c.test', '"*.test"', '""');
const services = fc.constantFrom('one', 'two', 'three');
const canary = { 'nginx.ingress.kubernetes.io/canary': 'true', 'nginx.ingress.kubernetes.io/canary-weight': '30' };

const anIngress = fc.record({ host: hosts, service: services, annotations: fc.constantFrom({}, canary) });
const aRoute = fc.record({ host: hosts, service: services });
const traefik = fc.record({ host: fc.constantFrom('a.test', 'b.test'), inner: services, outer: services });

/** Objects of every kind, of few hosts and Services, so that they meet. */
const directory = fc
  .record({
    ingresses: fc.array(anIngress, { maxLength: 5 }),
    routes: fc.array(aRoute, { maxLength: 3 }),
    traefiks: fc.array(traefik, { maxLength: 3 }),
  })
  .map(({ ingresses, routes, traefiks }) =>
    manifestsIn(
      [
        ...ingresses.map((options, number) => ingress(`i${number}`, options)),
        ...routes.map(({ host, service }, number) =>
          httpRoute(`r${number}`, `[{backendRefs: [{name: ${service}, port: 80}]}]`, `[${host}]`),
        ),
        ...traefiks.map(
          ({ host, inner, outer }, number) => `---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: t${number}, namespace: a}
spec: {routes: [{match: "Host(\`${host}\`)", services: [{kind: TraefikService, name: ${outer}}]}]}
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: ${outer}, namespace: a}
spec: {weighted: {services: [{name: ${inner}, port: 80, weight: 1}, {kind: TraefikService, name: ${inner}, weight: 1}]}}
`,
        ),
        served('one'),
      ].join(''),
    ),
  );

test('what a host gets is the same, read among its neighbors or among everything', () => {
  fc.assert(
    fc.property(directory, (manifests) => {
      for (const group of routingGroups(manifests)) {
        const near = objectsByHost(group);
        for (const place of group.dialect.entries(group.manifests)) {
          const request = requestFor(place);
          if (request === undefined) continue;
          expect(group.dialect.shares(near(place.host), request)).toEqual(group.dialect.shares(group.manifests, request));
        }
      }
    }),
    { numRuns: 500 },
  );
});

const RULES = '[{backendRefs: [{name: one, port: 80}]}]';

test('the routes of other hosts are left out, and what stands beside all of them is not', () => {
  const text = `${httpRoute('a', RULES, '[a.test]')}${httpRoute('b', RULES, '[b.test]')}${httpRoute('every', RULES, '["*.test"]')}${served('one')}`;
  const [group] = routingGroups(manifestsIn(text));
  const names = (host: string): string[] =>
    (group === undefined ? [] : objectsByHost(group)(host)).map(({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`);
  expect(names('a.test')).toEqual(['HTTPRoute a', 'HTTPRoute every', 'Service one', 'Deployment one']);
  expect(names('*.test')).toEqual(['HTTPRoute every', 'Service one', 'Deployment one']);
});
