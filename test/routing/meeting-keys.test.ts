import type { Manifest } from '../../src/manifest/manifest';
import { conflictKeys } from '../../src/routing/route/meeting-keys';

const ingress = (path: string): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'a' },
  spec: { rules: [{ host: 'a.b', http: { paths: [{ path, backend: { service: { name: 'scorer' } } }] } }] },
});

test('an object is met on its path and above, and where its Service is', () => {
  const { own, met } = conflictKeys(ingress('/v1/models'));
  expect([...own]).toEqual(['a.b/v1/models', 'scorer']);
  expect([...met]).toEqual(['a.b/', 'a.b/v1', 'a.b/v1/models', 'scorer']);
});

test('an HTTPRoute without hosts, matches or rules meets nothing it should not', () => {
  const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' } };
  expect([...conflictKeys({ ...route, spec: {} }).own]).toEqual([]);
  expect([...conflictKeys({ ...route, spec: { hostnames: ['a.b'], rules: [{}] } }).own]).toEqual(['a.b/']);
});
