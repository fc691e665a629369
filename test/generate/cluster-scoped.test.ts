import { CLUSTER_SCOPED_KINDS } from '../../imports/cluster-scoped';
import { clusterScopedCrds, clusterScopedText } from '../../scripts/generate/cluster-scoped';

test('CRDs of scope Cluster are listed with their group', () => {
  const crd = (kind: string, scope: 'Cluster' | 'Namespaced') => ({ spec: { group: 'a.io', names: { kind }, scope, versions: [] } });
  expect(clusterScopedCrds([crd('Queue', 'Cluster'), crd('Job', 'Namespaced')])).toEqual(['a.io/Queue']);
});

test('the table is sorted and holds each kind once', () => {
  expect(clusterScopedText(['b.io/B', '/A', 'b.io/B']).match(/^ {2}'.*',$/gm)).toEqual(["  '/A',", "  'b.io/B',"]);
});

test.each(['/Namespace', 'rbac.authorization.k8s.io/ClusterRole', 'gateway.networking.k8s.io/GatewayClass', 'kueue.x-k8s.io/ClusterQueue'])(
  '%s lives in no namespace',
  (kind) => {
    expect(CLUSTER_SCOPED_KINDS.has(kind)).toBe(true);
  },
);

test.each(['/Service', 'apps/Deployment', 'kueue.x-k8s.io/LocalQueue', 'gateway.networking.k8s.io/HTTPRoute'])(
  '%s lives in a namespace',
  (kind) => {
    expect(CLUSTER_SCOPED_KINDS.has(kind)).toBe(false);
  },
);
