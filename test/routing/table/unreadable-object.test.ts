import fc from 'fast-check';
import { positionOf } from '../../../src/base/finding';
import type { Manifest } from '../../../src/manifest/manifest';
import { manifestsOf } from '../../../src/manifest/manifest-text';
import { routeFindings } from '../../../src/routing/table/route-findings';
import { routingTable } from '../../../src/routing/table/routing-table';
import { unreadableObject } from '../../../src/routing/table/unreadable-object';
import { mutated } from '../../cluster/mutations';
import { distObjects } from '../../support/dist-objects';

const problemOf = (kind: string, spec: unknown, more: object = {}): string | undefined => {
  const manifest = { apiVersion: 'v1', kind, metadata: { name: 'x', ...more }, spec } as Manifest;
  const problem = unreadableObject({ manifest, file: 'a.yaml', line: 3 });
  if (problem !== undefined) expect([problem.where, positionOf(problem)?.line]).toEqual(['a.yaml', 3]);
  return problem?.what;
};

test.each<[string, unknown, string]>([
  ['Ingress', { rules: 7 }, 'spec.rules'],
  ['Ingress', { rules: [{ host: 7 }] }, 'spec.rules[0].host'],
  ['Ingress', { rules: [{ http: { paths: ['/'] } }] }, 'spec.rules[0].http.paths[0]'],
  ['Ingress', { rules: [{ http: { paths: [{ path: '/' }] } }] }, 'spec.rules[0].http.paths[0].backend'],
  ['HTTPRoute', { rules: [{ backendRefs: [{ name: 'a', weight: '90' }] }] }, 'spec.rules[0].backendRefs[0].weight'],
  ['HTTPRoute', { rules: [{ backendRefs: [{}] }] }, 'spec.rules[0].backendRefs[0].name'],
  ['IngressRoute', { routes: [{ services: [] }] }, 'spec.routes[0].match'],
  ['TraefikService', { weighted: { services: [{ name: 'a', weight: 'b' }] } }, 'spec.weighted.services[0].weight'],
  ['Service', { ports: [{ targetPort: true }] }, 'spec.ports[0].targetPort'],
  ['Deployment', { template: { metadata: { labels: 'a' } } }, 'spec.template.metadata.labels'],
  ['VirtualService', 'text', 'spec'],
  ['HTTPRoute', undefined, 'spec'],
  ['VirtualService', { http: [{ match: [{ headers: { color: { exact: 7 } } }] }] }, 'spec.http[0].match[0].headers.color.exact'],
])('%s with %j is refused at %s', (kind, spec, path) => {
  expect(problemOf(kind, spec)).toMatch(new RegExp(`^${kind} "x": ${path.replace(/[[\].]/g, '\\$&')} (is|must) `));
});

test('annotations and labels are read from objects of every kind', () => {
  expect(problemOf('CronTab', 7, { annotations: { a: 7 } })).toMatch(/^CronTab "x": metadata\.annotations\.a (is|must) /);
  expect(problemOf('Ingress', {}, { labels: 'a' })).toMatch(/^Ingress "x": metadata\.labels (is|must) /);
  expect(problemOf('CronTab', 7)).toBeUndefined();
});

test.each<[string, string, unknown]>([
  ['a field that no schema names', 'Ingress', { color: 7, rules: [{ host: 'a' }] }],
  [
    'a path without a type',
    'Ingress',
    { rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'a', port: { number: 80 } } } }] } }] },
  ],
  ['the backend of an old Ingress', 'Ingress', { rules: [{ http: { paths: [{ backend: { serviceName: 'a', servicePort: 80 } }] } }] }],
  ['a patch of a Deployment', 'Deployment', { template: { spec: { containers: [{ name: 'main' }] } } }],
  ['a value out of range', 'HTTPRoute', { rules: [{ backendRefs: [{ name: 'a', weight: -1 }] }] }],
])('%s can be read', (_, kind, spec) => {
  expect(problemOf(kind, spec)).toBeUndefined();
});

test.each(['networking.istio.io/v1beta1', 'networking.istio.io/v1alpha3', 'example.com/v1'])(
  'an object of %s is held to the schema of its kind',
  (apiVersion) => {
    const manifest = { apiVersion, kind: 'VirtualService', metadata: { name: 'x' }, spec: { hosts: 7 } } as Manifest;
    expect(unreadableObject({ manifest, file: 'a.yaml', line: 1 })?.what).toContain('spec.hosts');
  },
);

const KINDS: readonly (readonly [string, string])[] = [
  ['networking.k8s.io/v1', 'Ingress'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ['traefik.io/v1alpha1', 'IngressRoute'],
  ['traefik.io/v1alpha1', 'TraefikService'],
  ['networking.istio.io/v1', 'VirtualService'],
  ['v1', 'Service'],
  ['apps/v1', 'Deployment'],
  ['v1', 'constructor'],
];
const FIELDS = [
  'rules',
  'http',
  'paths',
  'path',
  'pathType',
  'backend',
  'service',
  'name',
  'port',
  'number',
  'host',
  'hosts',
  'hostnames',
  'matches',
  'match',
  'headers',
  'backendRefs',
  'weight',
  'parentRefs',
  'filters',
  'requestMirror',
  'backendRef',
  'routes',
  'services',
  'weighted',
  'sticky',
  'cookie',
  'mirroring',
  'mirrors',
  'route',
  'destination',
  'uri',
  'exact',
  'prefix',
  'regex',
  'selector',
  'ports',
  'targetPort',
  'template',
  'metadata',
  'labels',
  'spec',
  'containers',
  'value',
  'type',
  'kind',
  'gateways',
  'mirror',
  'fraction',
  'numerator',
  'denominator',
] as const;

/** Trees of the words that these kinds know, with values of every type in every place. */
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<unknown>(
      'a',
      'PathPrefix',
      'Service',
      'TraefikService',
      'Host(`a`) && Header(`x`, `y`)',
      '(',
      'constructor(`a`)',
      '',
      0,
      80,
      -1,
      true,
    ),
    fc.array(tie('node'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('node'), { maxKeys: 5 }),
  ),
})).node;

test('whatever stands in an object, it is a problem with a field or it is read: nothing is thrown', () => {
  const object = fc.record({
    identity: fc.constantFrom(...KINDS),
    spec: tree,
    annotations: fc.dictionary(fc.constant('nginx.ingress.kubernetes.io/canary'), fc.constantFrom('true', 'x')),
  });
  fc.assert(
    fc.property(fc.array(object, { maxLength: 4 }), (objects) => {
      const manifests = objects
        .map(
          ({ identity: [apiVersion, kind], spec, annotations }, position): Manifest => ({
            apiVersion,
            kind,
            metadata: { name: `o${position}`, namespace: 'a', annotations },
            spec,
          }),
        )
        .filter((manifest) => unreadableObject({ manifest, file: 'a.yaml', line: 1 }) === undefined);
      expect(() => [routingTable(manifests), routeFindings(manifests)]).not.toThrow();
    }),
    { numRuns: 3000 },
  );
});

test('an object of a router with a mistake in it is a problem with a field, or it is read', () => {
  const kinds = new Set(KINDS.map(([, kind]) => kind));
  const objects = distObjects().flatMap(({ object }) => (kinds.has(String(object.kind)) ? [object] : []));
  fc.assert(
    fc.property(mutated(objects), (object) => {
      const found = manifestsOf('a.yaml', JSON.stringify(object)).manifests;
      const read = found.filter((each) => unreadableObject(each) === undefined).map(({ manifest }) => manifest);
      expect(() => [routingTable(read), routeFindings(read)]).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});
