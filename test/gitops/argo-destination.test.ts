import { ArgoDestination } from '../../src/gitops/argo-cd/argo-source';

test('a destination is a server or a name, never both', () => {
  expect(ArgoDestination.inCluster('ml')).toEqual({ server: 'https://kubernetes.default.svc', namespace: 'ml' });
  expect(ArgoDestination.server('https://eu.example.com')).toEqual({ server: 'https://eu.example.com' });
  expect(ArgoDestination.cluster('eu', 'ml')).toEqual({ name: 'eu', namespace: 'ml' });
  // @ts-expect-error one of the two
  const both: ArgoDestination = { server: 'https://eu.example.com', name: 'eu' };
  expect(both).toBeDefined();
});
