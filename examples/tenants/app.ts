import { join } from 'node:path';
import { Chart, Duration, Size } from 'cdk8s';
import {
  BatchJob,
  CloudIdentity,
  ClusterQueue,
  ConfigMap,
  Cpu,
  DataVolume,
  Environment,
  ExistingVolume,
  ExternalEndpoint,
  GitOpsApp,
  Gpu,
  Mount,
  PriorityClass,
  ResourceFlavor,
  Role,
  RoleBinding,
  RulePolicies,
  Run,
  Subject,
  Tenant,
  VolumeSnapshot,
  VolumeSource,
  WorkloadAccount,
} from 'cdk8s-mlops';

/** A team in two environments of one cluster, and what it keeps there: accounts, roles, settings, and data of three kinds. */
export function tenants(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/tenants' });
  const shared = { cluster: 'ml', releaseFile: join(__dirname, 'releases/all.yaml') };
  const environments = [
    new Environment(app, 'dev', { ...shared, namespacePrefix: 'dev-' }),
    new Environment(app, 'prod', { ...shared, namespacePrefix: 'prod-' }),
  ];
  const cluster = new Chart(app, 'cluster');
  new PriorityClass(cluster, 'research', { value: -10, preemption: 'Never', description: 'Waits for what users wait for.' });
  rules(cluster);
  const quota = researchQuota(
    cluster,
    environments.map((environment) => environment.namespace('vision')),
  );
  for (const environment of environments) team(environment, quota);
  return app;
}

/** What holds for everybody, however it comes: errors are refused, images without a digest are counted first. */
function rules(chart: Chart): void {
  new RulePolicies(chart, 'rules', {
    rules: [
      'quantity.bytes',
      { rule: 'pod.privileged', action: 'deny', acceptable: false },
      { rule: 'pod.image', action: ['warn', 'audit'] },
    ],
    namespaces: { exempt: ['gpu-operator', 'monitoring'] },
  });
}

function researchQuota(chart: Chart, namespaces: readonly string[]): ClusterQueue {
  const flavor = new ResourceFlavor(chart, 'gpu-nodes', { nodeLabels: { 'example.com/pool': 'gpu' } });
  const machines = { cpu: Cpu.cores(256), memory: Size.tebibytes(2), ephemeralStorage: Size.tebibytes(4) };
  return new ClusterQueue(chart, 'research-quota', { namespaces, flavors: [{ ...machines, flavor, accelerators: [Gpu.nvidia(16)] }] });
}

function team(environment: Environment, clusterQueue: ClusterQueue): void {
  const tenant = new Tenant(new Chart(environment, 'vision-home'), 'vision', {
    quota: { cpu: Cpu.cores(128), memory: Size.tebibytes(1), storage: Size.tebibytes(10), accelerators: [Gpu.nvidia(8)] },
    containerDefaults: { cpu: Cpu.millis(250), memory: Size.gibibytes(1) },
    isolation: { allowDns: true, allowSameNamespace: true, allowTo: [ExternalEndpoint.anywhere(443)], allowFrom: ['monitoring'] },
    access: { edit: [Subject.group('team-vision')], view: [Subject.group('ml-platform')] },
    queue: { clusterQueue },
    deployer: true,
  });
  const chart = new Chart(environment, 'vision-research', { namespace: tenant.namespace, labels: tenant.labels });
  accounts(chart);
  research(chart, environment, tenant);
}

/** Who reads the jobs from outside of the cluster, by a role of the team's own. */
function accounts(chart: Chart): void {
  const watch = new Role(chart, 'watch-jobs', { rules: [{ apiGroup: 'batch', resources: ['jobs'], verbs: ['get', 'list', 'watch'] }] });
  new RoleBinding(chart, 'dashboard', { role: watch, subjects: [Subject.account('dashboard', 'monitoring')] });
}

/** A job over images that are there already, from labels as they were before the last big change. */
function research(chart: Chart, { release }: Environment, tenant: Tenant): void {
  const images = new ExistingVolume(chart, 'images', {
    source: VolumeSource.nfs('nfs.example.com', '/exports/images'),
    size: Size.tebibytes(20),
    accessMode: 'ReadOnlyMany',
  });
  const labels = new DataVolume(chart, 'labels', { size: Size.gibibytes(50), accessMode: 'ReadWriteOnce', storageClass: 'block' });
  const before = new VolumeSnapshot(chart, 'labels-before-v2', { of: labels, snapshotClass: 'block' });
  const old = new DataVolume(chart, 'labels-v1', {
    size: Size.gibibytes(50),
    accessMode: 'ReadWriteOnce',
    storageClass: 'block',
    from: before,
  });
  const settings = new ConfigMap(chart, 'train-settings', { data: { 'train.yaml': 'epochs: 3\nseed: 7\n' } });
  const trainer = new WorkloadAccount(chart, 'trainer', { identity: CloudIdentity.aws('arn:aws:iam::123456789012:role/vision-trainer') });
  new BatchJob(chart, 'compare', {
    run: Run.scheduled('0 4 * * 6', { timeZone: 'Europe/Berlin' }),
    image: release.image('compare'),
    cpu: Cpu.cores(4),
    memory: Size.gibibytes(32),
    serviceAccount: trainer,
    priorityClassName: 'research',
    deadline: Duration.hours(3),
    queue: tenant.queue,
    mounts: [
      Mount.claim('/images', images, { readOnly: true }),
      Mount.claim('/labels', old, { readOnly: true }),
      Mount.configMap('/etc/train', settings),
    ],
  });
}
