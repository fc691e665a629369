import type { Manifest } from '../../src/manifest/manifest';
import { allTo, type ResolvedRoute } from '../../src/routing/route/resolved-route';
import { Preview } from '../../src/routing/route/route-preview';
import { ingresses } from '../../src/routing/routers/nginx-router';

const spec: ResolvedRoute = {
  name: 'scoring',
  hostname: 'models.example.com',
  path: '/',
  backends: { blue: { name: 'b', port: 80 }, green: { name: 'g', port: 80 } },
  live: 'blue',
  weights: { blue: 90, green: 10 },
  preview: Preview.none(),
  timeouts: { request: 600 },
  inactive: { kind: 'warm' },
  labels: {},
  annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
};

function objects(more: Partial<ResolvedRoute> = {}): readonly Manifest[] {
  return ingresses({ ...spec, ...more }, 'nginx', 'models-tls').map(({ manifest }) => manifest as Manifest);
}

test('the primary names the live Service, the canary the idle one', () => {
  const services = objects().map((manifest) => JSON.stringify(manifest.spec).match(/"name":"(\w)"/)?.[1]);
  expect(services).toEqual(['b', 'g']);
});

test('the name of the primary sorts after that of the canary, so that the controller reads it first', () => {
  const [primary, canary] = objects().map(({ metadata }) => metadata.name) as [string, string];
  expect(primary > canary).toBe(true);
});

test('timeouts, annotations and TLS stand on the primary only: the controller ignores them on a canary', () => {
  const [primary, canary] = objects();
  expect(primary?.metadata.annotations).toEqual({
    'cert-manager.io/cluster-issuer': 'letsencrypt',
    'nginx.ingress.kubernetes.io/proxy-read-timeout': '600',
  });
  expect(canary?.metadata.annotations).toEqual({
    'nginx.ingress.kubernetes.io/canary': 'true',
    'nginx.ingress.kubernetes.io/canary-weight': '10',
  });
  expect(primary).toHaveProperty('spec.tls', [{ hosts: ['models.example.com'], secretName: 'models-tls' }]);
  expect(canary).not.toHaveProperty('spec.tls');
});

test('without a split or a mark there is no canary', () => {
  expect(objects({ weights: allTo('blue') }).map(({ metadata }) => metadata.name)).toEqual(['scoring-primary']);
});
