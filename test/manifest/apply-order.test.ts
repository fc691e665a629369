import * as fc from 'fast-check';
import { applyOrder } from '../../src/manifest/apply-order';
import type { Manifest } from '../../src/manifest/manifest';
import { identityOf, identityText } from '../../src/manifest/object-identity';

function manifest(apiVersion: string, kind: string, name = 'a', namespace?: string): Manifest {
  return { apiVersion, kind, metadata: { name, namespace } };
}

const INSTALLED = [
  manifest('v1', 'Namespace'),
  manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
  manifest('scheduling.k8s.io/v1', 'PriorityClass'),
  manifest('storage.k8s.io/v1', 'StorageClass'),
  manifest('v1', 'ServiceAccount', 'a', 'ns'),
  manifest('rbac.authorization.k8s.io/v1', 'ClusterRole'),
  manifest('rbac.authorization.k8s.io/v1', 'Role', 'a', 'ns'),
  manifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a', 'ns'),
  manifest('v1', 'ConfigMap', 'a', 'ns'),
  manifest('v1', 'Secret', 'a', 'ns'),
  manifest('v1', 'PersistentVolumeClaim', 'a', 'ns'),
  manifest('v1', 'Service', 'a', 'ns'),
  manifest('apps/v1', 'Deployment', 'a', 'a'),
  manifest('apps/v1', 'Deployment', 'Z', 'ns'),
  manifest('apps/v1', 'Deployment', 'a', 'ns'),
  manifest('batch/v1', 'CronJob', 'a', 'ns'),
  manifest('autoscaling/v2', 'HorizontalPodAutoscaler', 'a', 'ns'),
  manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a', 'ns'),
  manifest('monitoring.coreos.com/v1', 'ServiceMonitor', 'a', 'ns'),
  manifest('serving.knative.dev/v1', 'Service', 'a', 'ns'),
  manifest('serving.kserve.io/v1beta1', 'InferenceService', 'a', 'ns'),
];

test('what others stand on comes first, and any order of the input gives this one', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(INSTALLED, { minLength: INSTALLED.length }), (shuffled) => {
      expect(applyOrder(shuffled).map(listed)).toEqual(INSTALLED.map(listed));
    }),
  );
});

test('the input stays as it was', () => {
  const input = [manifest('v1', 'Secret'), manifest('v1', 'Namespace')];
  applyOrder(input);
  expect(input.map(({ kind }) => kind)).toEqual(['Secret', 'Namespace']);
});

function listed(one: Manifest): string {
  return identityText(identityOf(one));
}
