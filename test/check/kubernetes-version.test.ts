import { ApiObject, App, Chart } from 'cdk8s';
import { renderedObjects } from '../../src/app/rendered-objects';
import { pathText } from '../../src/base/value-path';
import { checkObjects } from '../../src/check/check-objects';
import { readYamlFile } from '../../src/check/input/yaml-file';
import { Environment } from '../../src/environment/environment';
import { KUBERNETES_FEATURES, type KubernetesFeature, type KubernetesFeatureName } from '../../src/kube/kubernetes-features';
import { renderApp } from '../../src/render/render-app';
import { Schemas } from '../../src/schema/packs/known-schemas';

const schemas = new Schemas();

function versionCodes(yaml: string, kubernetes: string): string[] {
  const { objects } = readYamlFile('a.yaml', yaml);
  return checkObjects(objects, { schemas, kubernetes })
    .filter(({ code }) => code.startsWith('kubernetes.'))
    .map(({ code, path, what }) => `${code} ${pathText(path)} ${what}`);
}

const META = 'metadata: {name: a, namespace: b}';
const pod = (spec: string) => `apiVersion: v1\nkind: Pod\n${META}\nspec: {${spec}}`;
const container = (more: string, pods = '') => pod(`containers: [{name: c, image: i, ${more}}]${pods}`);
const job = (more: string) =>
  `apiVersion: batch/v1\nkind: Job\n${META}\nspec: {${more}, template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}`;
const set = (more: string) =>
  `apiVersion: apps/v1\nkind: StatefulSet\n${META}\nspec: {serviceName: a, ${more}, selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: i}]}}}`;
const claim = (request: string) =>
  `apiVersion: resource.k8s.io/v1\nkind: ResourceClaim\n${META}\nspec: {devices: {requests: [${request}]}}`;

/** One manifest for each feature of the table. */
const USES: Readonly<Record<KubernetesFeatureName, string>> = {
  imageVolumes: container('volumeMounts: [{name: v, mountPath: /v}]', ', volumes: [{name: v, image: {reference: i}}]'),
  sidecars: pod('containers: [{name: c, image: i}], initContainers: [{name: s, image: i, restartPolicy: Always}]'),
  containerRestarts: container('restartPolicy: Never'),
  sleepAction: container('lifecycle: {preStop: {sleep: {seconds: 5}}}'),
  sleepOfZero: container('lifecycle: {preStop: {sleep: {seconds: 0}}}'),
  resizeInPlace: container('resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]'),
  podResources: pod('resources: {requests: {cpu: 1}}, containers: [{name: c, image: i}]'),
  userNamespaces: pod('hostUsers: false, containers: [{name: c, image: i}]'),
  supplementalGroups: pod('securityContext: {supplementalGroupsPolicy: Strict}, containers: [{name: c, image: i}]'),
  selinuxChange: pod('securityContext: {seLinuxChangePolicy: Recursive}, containers: [{name: c, image: i}]'),
  recursiveReadOnly: container(
    'volumeMounts: [{name: v, mountPath: /v, readOnly: true, recursiveReadOnly: Enabled}]',
    ', volumes: [{name: v, emptyDir: {}}]',
  ),
  environmentFiles: container(
    'env: [{name: A, valueFrom: {fileKeyRef: {volumeName: v, path: p, key: A}}}]',
    ', volumes: [{name: v, emptyDir: {}}]',
  ),
  hostnameOverride: pod('hostnameOverride: a.example, containers: [{name: c, image: i}]'),
  trustBundles: container('', ', volumes: [{name: v, projected: {sources: [{clusterTrustBundle: {name: t, path: p}}]}}]'),
  spreadPolicies: container(
    '',
    ', topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, nodeTaintsPolicy: Honor}]',
  ),
  affinityLabelKeys: container(
    '',
    ', affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: zone, labelSelector: {}, matchLabelKeys: [app]}}]}}',
  ),
  claims: container('', ', resourceClaims: [{name: d, resourceClaimName: d}]'),
  claimAlternatives: claim('{name: d, firstAvailable: [{name: e, deviceClassName: gpu}]}'),
  claimAdministration: claim('{name: d, exactly: {deviceClassName: gpu, adminAccess: true}}'),
  backoffPerIndex: job('completionMode: Indexed, completions: 2, backoffLimitPerIndex: 1'),
  successPolicy: job('completionMode: Indexed, completions: 2, successPolicy: {rules: [{succeededCount: 1}]}'),
  managedJobs: job('managedBy: example.com/controller'),
  podReplacement: job('podReplacementPolicy: Failed'),
  claimRetention: set('persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}'),
  statefulSetUnavailable: set('updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 2}}'),
  trafficDistribution: `apiVersion: v1\nkind: Service\n${META}\nspec: {trafficDistribution: PreferClose, ports: [{port: 80}]}`,
  trafficSame: `apiVersion: v1\nkind: Service\n${META}\nspec: {trafficDistribution: PreferSameNode, ports: [{port: 80}]}`,
  scalingTolerance: `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n${META}\nspec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: a}, behavior: {scaleUp: {tolerance: "0.05"}}}`,
  volumeAttributes: `apiVersion: v1\nkind: PersistentVolumeClaim\n${META}\nspec: {volumeAttributesClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}`,
};

const FEATURES = Object.entries(KUBERNETES_FEATURES) as [KubernetesFeatureName, KubernetesFeature][];

test.each(FEATURES)(
  '%s is told where it is missing, where it is not yet stable, and no more where it is',
  (name, { title, gate, on, stable }) => {
    const told = (minor: number) => versionCodes(USES[name], `1.${minor}`).filter((text) => text.includes(`needs ${title},`));
    expect(told(on - 1)).toEqual([expect.stringContaining(`lacks, or has behind the feature gate ${gate}`)]);
    if (stable === undefined || stable > on) expect(told(on)).toEqual([expect.stringContaining('has, and not yet stable')]);
    if (stable !== undefined) expect(told(stable)).toEqual([]);
  },
);

test.each(FEATURES)('%s changed its state in a version that can be asked for', (_, { on, stable = 99 }) => {
  expect(stable).toBeGreaterThanOrEqual(on);
  expect(stable > 31 || on > 31).toBe(true);
});

test('a finding says where, what, since when and how to go on', () => {
  expect(versionCodes(USES.imageVolumes, '1.34')).toEqual([
    'kubernetes.feature spec.volumes[0].image needs image volumes, which Kubernetes 1.34 lacks, or has behind the feature gate ImageVolume',
  ]);
});

test('an API version is told where it is not served, and where it is served on demand', () => {
  const yaml = (version: string) =>
    `apiVersion: storage.k8s.io/${version}\nkind: VolumeAttributesClass\nmetadata: {name: a}\ndriverName: d`;
  expect(versionCodes(yaml('v1'), '1.33')).toEqual([
    'kubernetes.version apiVersion is storage.k8s.io/v1, which Kubernetes 1.33 does not serve: it came with 1.34',
  ]);
  expect(versionCodes(yaml('v1'), '1.34')).toEqual([]);
  expect(versionCodes(yaml('v1beta1'), '1.33')).toEqual([
    'kubernetes.version apiVersion is storage.k8s.io/v1beta1, which Kubernetes 1.33 serves only where --runtime-config switches it on',
  ]);
});

test('pods that an operator makes are looked at too', () => {
  const group = `apiVersion: leaderworkerset.x-k8s.io/v1\nkind: LeaderWorkerSet\n${META}\nspec: {leaderWorkerTemplate: {size: 1, workerTemplate: {metadata: {labels: {app: w}}, spec: {hostUsers: false, containers: [{name: c, image: i}]}}}}`;
  expect(versionCodes(group, '1.32')).toEqual([
    'kubernetes.feature spec.leaderWorkerTemplate.workerTemplate.spec.hostUsers needs user namespaces, which Kubernetes 1.32 lacks, or has behind the feature gate UserNamespacesSupport',
  ]);
});

test('what is known of a version can be accepted with a reason', () => {
  const accepted = USES.userNamespaces.replace(
    'namespace: b}',
    'namespace: b, annotations: {accept.cdk8s-mlops/kubernetes.feature: "the gate is on"}}',
  );
  expect(versionCodes(accepted, '1.32')).toEqual([]);
});

describe('without a version asked for', () => {
  function findings(kubernetes: string | undefined, asked?: string): string[] {
    const app = new App();
    const chart = new Chart(new Environment(app, 'prod', { kubernetes }), 'chart', { namespace: 'team-a' });
    new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { hostUsers: false, containers: [] } });
    const objects = renderedObjects({ outdir: 'dist', rendered: renderApp(app), madeAt: () => [] });
    return checkObjects(objects, { schemas, kubernetes: asked })
      .map(({ code }) => code)
      .filter((code) => code === 'kubernetes.feature');
  }

  test('each object is held against the oldest cluster of its environment', () => {
    expect(findings('1.32')).toEqual(['kubernetes.feature']);
    expect(findings('1.36')).toEqual([]);
    expect(findings(undefined)).toEqual([]);
  });

  test('what that cluster does without calling it stable is no noise of every render', () => {
    expect(findings('1.33')).toEqual([]);
    expect(findings('1.36', '1.33')).toEqual(['kubernetes.feature']);
  });

  test('a version that is asked for wins', () => {
    expect(findings('1.32', '1.36')).toEqual([]);
    expect(findings('1.36', '1.32')).toEqual(['kubernetes.feature']);
  });
});
