import { type Chart, Duration, Size } from 'cdk8s';
import {
  BatchJob,
  Cpu,
  DataVolume,
  Engine,
  Gpu,
  kubeObject,
  type LocalQueue,
  Mount,
  Queue,
  type Release,
  Role,
  RoleBinding,
  Run,
  Subject,
} from 'cdk8s-mlops';

/** What each node of a training job gets: a machine with eight GPUs. */
const NODE = { cpu: Cpu.cores(96), memory: Size.gibibytes(1024), accelerator: Gpu.nvidia(8) };

/** Four machines in one rack that torchrun joins. When one is taken away, all start again from the last checkpoint. */
export function pretraining(chart: Chart, release: Release, queue: LocalQueue): void {
  const checkpoints = new DataVolume(chart, 'pretrain-checkpoints', { size: Size.tebibytes(4), accessMode: 'ReadWriteMany' });
  new BatchJob(chart, 'pretrain', {
    ...NODE,
    run: Run.once(),
    nodes: 4,
    engine: Engine.jobSet(),
    queue: Queue.local(queue, { topology: { preferred: 'cloud.provider.com/rack' } }),
    image: release.image('train'),
    command: ['torchrun', 'pretrain.py', '--resume-from=/checkpoints'],
    deadline: Duration.days(3),
    finalExitCodes: [2],
    mounts: [Mount.claim('/checkpoints', checkpoints)],
    terminationGracePeriod: Duration.minutes(2),
  });
}

/** The same by a runtime that the platform keeps, which also fetches the model and the data. */
export function fineTuning(chart: Chart, release: Release, queue: LocalQueue): void {
  new BatchJob(chart, 'fine-tune', {
    ...NODE,
    run: Run.once(),
    nodes: 2,
    engine: Engine.trainJob({
      runtime: 'torch-with-initializers',
      model: { uri: 'hf://acme/base', secret: 'hub' },
      dataset: { uri: 's3://acme-corpus/2026-11' },
    }),
    queue,
    image: release.image('train'),
    command: ['torchrun', 'fine_tune.py'],
    deadline: Duration.hours(12),
  });
}

/** A search for parameters on a Ray cluster of its own. */
export function tuning(chart: Chart, release: Release, queue: LocalQueue): void {
  new BatchJob(chart, 'tune', {
    run: Run.once(),
    nodes: 8,
    engine: Engine.ray({
      entrypoint: 'python tune.py --trials 200',
      head: { cpu: Cpu.cores(4), memory: Size.gibibytes(16) },
      startDeadline: Duration.minutes(30),
    }),
    queue,
    image: release.image('tune'),
    cpu: Cpu.cores(16),
    memory: Size.gibibytes(64),
    accelerator: Gpu.nvidia(1),
    deadline: Duration.hours(6),
    retries: 1,
  });
}

/** Features out of yesterday's events, every night. The driver makes the pods of its executors. */
export function features(chart: Chart, release: Release, queue: LocalQueue): void {
  // Not a WorkloadAccount, whose token is not mounted: the driver calls the API with it.
  kubeObject(chart, 'spark', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'spark' } });
  const role = new Role(chart, 'spark-driver', {
    rules: [
      {
        apiGroup: '',
        resources: ['pods', 'services', 'configmaps', 'persistentvolumeclaims'],
        verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      },
    ],
  });
  new RoleBinding(chart, 'spark-driver-account', { role, subjects: [Subject.account('spark')] });
  new BatchJob(chart, 'features', {
    run: Run.scheduled('0 1 * * *', { timeZone: 'Europe/Berlin', ttlAfterFinished: Duration.days(2) }),
    nodes: 16,
    engine: Engine.spark({
      type: 'Python',
      mainApplicationFile: 'local:///opt/app/features.py',
      version: '4.0.1',
      driver: { cpu: Cpu.cores(2), memory: Size.gibibytes(8) },
      sparkConf: { 'spark.sql.shuffle.partitions': '800' },
    }),
    queue,
    image: release.image('features'),
    cpu: Cpu.cores(4),
    memory: Size.gibibytes(32),
    serviceAccount: 'spark',
  });
}

/** A simulation under Volcano, for a cluster that has no Kueue. */
export function simulation(chart: Chart, release: Release): void {
  new BatchJob(chart, 'simulate', {
    run: Run.once(),
    nodes: 4,
    engine: Engine.volcano({ queue: 'research' }),
    image: release.image('simulate'),
    command: ['torchrun', 'simulate.py'],
    cpu: Cpu.cores(16),
    memory: Size.gibibytes(64),
    finalExitCodes: [2],
  });
}
