import fc from 'fast-check';
import type { Manifest } from '../../../src/manifest/manifest';
import { manifestsOf } from '../../../src/manifest/manifest-text';
import { routingTable } from '../../../src/routing/table/routing-table';
import { shapeProblem } from '../../../src/routing/table/shape';
import { routeFindings } from '../../../src/routing/table/traps';
import { mutated } from '../../cluster/mutations';
import { distObjects } from '../../support/dist-objects';

const problemOf = (kind: string, spec: unknown): string | undefined => {
  const manifest = { apiVersion: 'v1', kind, metadata: { name: 'x' }, spec } as Manifest;
  return shapeProblem({ manifest, file: 'a.yaml', line: 3 })?.what;
};

test.each<[string, unknown, string]>([
  ['Ingress', { rules: 7 }, 'Ingress "x": spec.rules is no list'],
  ['Ingress', { rules: [{ host: 7 }] }, 'Ingress "x": spec.rules[0].host is no text'],
  ['Ingress', { rules: [{ http: { paths: ['/'] } }] }, 'Ingress "x": spec.rules[0].http.paths[0] is no map'],
  [
    'HTTPRoute',
    { rules: [{ backendRefs: [{ name: 'a', weight: '90' }] }] },
    'HTTPRoute "x": spec.rules[0].backendRefs[0].weight is no number',
  ],
  ['HTTPRoute', { rules: [{ backendRefs: [{}] }] }, 'HTTPRoute "x": spec.rules[0].backendRefs[0].name is missing'],
  ['Service', { ports: [{ targetPort: true }] }, 'Service "x": spec.ports[0].targetPort is no port'],
  ['VirtualService', 'text', 'VirtualService "x": spec is no map'],
  ['HTTPRoute', undefined, 'HTTPRoute "x": spec is missing'],
  [
    'VirtualService',
    { http: [{ match: [{ headers: { color: { exact: 7 } } }] }] },
    'VirtualService "x": spec.http[0].match[0].headers.color.exact is no text',
  ],
])('%s with %j', (kind, spec, what) => {
  expect(problemOf(kind, spec)).toBe(what);
});

test('fields that no router reads may be anything', () => {
  expect(problemOf('Ingress', { tls: 7, rules: [{ host: 'a' }] })).toBeUndefined();
  expect(problemOf('CronTab', 7)).toBeUndefined();
});

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
        .filter((manifest) => shapeProblem({ manifest, file: 'a.yaml', line: 1 }) === undefined);
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
      const read = found.filter((each) => shapeProblem(each) === undefined).map(({ manifest }) => manifest);
      expect(() => [routingTable(read), routeFindings(read)]).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});
