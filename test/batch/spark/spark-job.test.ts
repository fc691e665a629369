import { App, Chart, Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { Cpu } from '../../../src/base/cpu';
import { Engine } from '../../../src/batch/job-engine';
import { Queue } from '../../../src/batch/queue/queue';
import { Run } from '../../../src/batch/run/run';
import type { SparkApplicationSpec } from '../../../src/batch/spark/spark-application-spec';
import type { SparkJobProps, SparkOptions } from '../../../src/batch/spark/spark-job-props';
import { sparkPod } from '../../../src/batch/spark/spark-pod';
import { Mount } from '../../../src/kube/pod/mount';
import { WorkloadAccount } from '../../../src/platform/access/workload-account';
import { codeOf } from '../../support/code-of';
import { NODES, objectOf, podCounts } from '../engine-job';

const OPTIONS: SparkOptions = {
  type: 'Python',
  mainApplicationFile: 'local:///opt/app/score.py',
  version: '4.0.1',
  driver: { cpu: Cpu.cores(2), memory: Size.gibibytes(8) },
};
const { deadline: _, ...SPARK_NODES } = NODES;

interface Rendered {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: SparkApplicationSpec;
}

function propsOf(props: Partial<SparkJobProps>, options: Partial<SparkOptions> = {}): SparkJobProps {
  return { ...SPARK_NODES, run: Run.once(), serviceAccount: 'spark', ...props, engine: Engine.spark({ ...OPTIONS, ...options }) };
}

function made(props: Partial<SparkJobProps> = {}, options: Partial<SparkOptions> = {}, name = 'score') {
  const manifest = objectOf<Rendered>({ ...propsOf(props, options), name });
  return { manifest, spec: manifest.spec };
}

describe('a SparkApplication', () => {
  test('has an executor on each node, with the devices, and a driver without', () => {
    const { spec } = made();
    expect(spec.executor).toMatchObject({ instances: 4, cores: 32, coreRequest: '32', gpu: { name: 'nvidia.com/gpu', quantity: 8 } });
    expect(spec.driver).toMatchObject({ cores: 2, coreRequest: '2', serviceAccount: 'spark' });
    expect(spec.driver).not.toHaveProperty('gpu');
    expect(spec.driver).not.toHaveProperty('tolerations');
    expect(podCounts(propsOf({}))).toEqual([1, 4]);
  });

  test('rounds a fraction of a core up to one task, and has the CPU limit', () => {
    const { executor } = made({ cpu: Cpu.millis(1500), cpuLimit: Cpu.cores(2) }).spec;
    expect(executor).toMatchObject({ cores: 2, coreRequest: '1500m', coreLimit: '2' });
  });

  test('has the arguments of the job, and each volume once', () => {
    const { spec } = made({ args: ['--day', '1'], mounts: [Mount.claim('/data', 'data')], imagePullSecrets: ['registry'] });
    expect(spec.arguments).toEqual(['--day', '1']);
    expect(spec.imagePullSecrets).toEqual(['registry']);
    expect(spec.volumes?.map(({ name }) => name)).toEqual(['tmp', 'data', 'dev-shm']);
    expect(spec.driver.volumeMounts?.map(({ name }) => name)).toEqual(['tmp', 'data']);
  });

  test('retries failures of the program and of the submission, or none', () => {
    expect(made({ retries: 2 }, { retryInterval: Duration.minutes(1) }).spec.restartPolicy).toEqual({
      type: 'OnFailure',
      onFailureRetries: 2,
      onFailureRetryInterval: 60,
      onSubmissionFailureRetries: 2,
      onSubmissionFailureRetryInterval: 60,
    });
    expect(made({ retries: 0 }).spec.restartPolicy).toEqual({ type: 'Never' });
  });

  test('has the queue label and the topology', () => {
    const { manifest, spec } = made({ queue: Queue.local('team-a', { priority: 'low', topology: { unconstrained: true } }) });
    expect(manifest.metadata.labels).toMatchObject({
      'kueue.x-k8s.io/queue-name': 'team-a',
      'kueue.x-k8s.io/priority-class': 'low',
    });
    for (const { annotations } of [spec.driver, spec.executor])
      expect(annotations).toEqual({ 'kueue.x-k8s.io/podset-unconstrained-topology': 'true' });
  });

  test('has a name of a Service, less the hash', () => {
    expect(codeOf(() => made({}, {}, 'a'.repeat(54)))).toBe('accepted');
    expect(codeOf(() => made({}, {}, 'a'.repeat(55)))).toBe('BatchJob.name');
  });
});

describe('a ScheduledSparkApplication', () => {
  test('writes every field of the schedule, and the queue label for its runs', () => {
    const run = Run.scheduled('0 1 * * *', { ttlAfterFinished: Duration.hours(1), history: { failed: 2 } });
    const { manifest } = made({ run, queue: 'team-a' });
    expect(manifest).toMatchObject({
      kind: 'ScheduledSparkApplication',
      metadata: { name: 'score', labels: { 'kueue.x-k8s.io/queue-name': 'team-a' } },
      spec: {
        schedule: '0 1 * * *',
        timeZone: 'Etc/UTC',
        suspend: false,
        concurrencyPolicy: 'Forbid',
        successfulRunHistoryLimit: 3,
        failedRunHistoryLimit: 2,
        template: { mode: 'cluster', timeToLiveSeconds: 3600 },
      },
    });
  });

  // `<name>-<nanoseconds>`, a label.
  test('has a name of at most 43 characters', () => {
    const run = Run.scheduled('@daily');
    expect(codeOf(() => made({ run }, {}, 'a'.repeat(43)))).toBe('accepted');
    expect(codeOf(() => made({ run }, {}, 'a'.repeat(44)))).toBe('BatchJob.name');
  });
});

describe('Spark refuses', () => {
  test.each<[string, string, Partial<SparkJobProps>, Partial<SparkOptions>]>([
    ['another language', 'Engine.spark', {}, { type: 'Go' as never }],
    ['no program', 'Engine.spark', {}, { mainApplicationFile: undefined as unknown as string }],
    ['no driver', 'Engine.spark', {}, { driver: undefined as never }],
    ['a version of two parts', 'BatchJob.version', {}, { version: '4.0' }],
    ['a class for Python', 'BatchJob.mainClass', {}, { mainClass: 'com.acme.Score' }],
    ['Scala without a class', 'BatchJob.mainClass', {}, { type: 'Scala' }],
    ['a driver without a heap', 'BatchJob.memory', {}, { driver: { cpu: Cpu.cores(1), memory: Size.mebibytes(600) } }],
    ['a factor of zero', 'BatchJob.memoryOverheadFactor', {}, { memoryOverheadFactor: 0 }],
    ['a retry interval of zero', 'BatchJob.retryInterval', {}, { retryInterval: Duration.seconds(0) }],
    ['a number as a setting', 'Engine.spark', {}, { sparkConf: { 'spark.sql.shuffle.partitions': 800 as unknown as string } }],
    ['the address of the master', 'BatchJob.sparkConf', {}, { sparkConf: { 'spark.master': 'local' } }],
    ['a token', 'BatchJob.sparkConf', {}, { sparkConf: { 'spark.kubernetes.authenticate.driver.oauthToken': 'x' } }],
    ['the number of executors', 'BatchJob.sparkConf', {}, { sparkConf: { 'spark.executor.instances': '9' } }],
    ['dynamic allocation', 'BatchJob.sparkConf', {}, { sparkConf: { 'spark.dynamicAllocation.enabled': 'true' } }],
    ['no account', 'BatchJob.serviceAccount', { serviceAccount: undefined as unknown as string }, {}],
    ['no nodes', 'BatchJob.nodes', { nodes: 0 }, {}],
    ['negative retries', 'BatchJob.retries', { retries: -1 }, {}],
  ])('%s', (_, code, props, options) => {
    expect(codeOf(() => made(props, options))).toBe(code);
  });

  test('an account without a token, which the driver needs', () => {
    const account = new WorkloadAccount(new Chart(new App(), 'test', { namespace: 'team-a' }), 'spark');
    expect(codeOf(() => made({ serviceAccount: account }))).toBe('BatchJob.serviceAccount');
    expect(codeOf(() => made({ serviceAccount: { name: 'spark' } }))).toBe('accepted');
  });
});

/** Heap and overhead of an executor with this memory. */
function memoryOf(total: Size, options: Partial<SparkOptions>) {
  const { memory, memoryOverhead } = made({ memory: total, accelerator: undefined }, options).spec.executor;
  return { memory, memoryOverhead };
}

const mebibytes = (text: string) => Number(/^([0-9]+)m$/.exec(text)?.[1]);

describe('the memory of a Spark pod', () => {
  test.each([
    ['Scala', 11, '10240m', '1024m'],
    ['Python', 14, '10240m', '4096m'],
    // A tenth would be less than Spark's minimum.
    ['Java', 2, '1664m', '384m'],
  ] as const)('%s: %d GiB are a heap of %s and an overhead of %s', (type, gibibytes, memory, memoryOverhead) => {
    expect(memoryOf(Size.gibibytes(gibibytes), { type, ...(type === 'Python' ? {} : { mainClass: 'com.acme.Score' }) })).toEqual({
      memory,
      memoryOverhead,
    });
  });

  test('adds up to the memory of the job, and the overhead is at least the factor of the heap', () => {
    const factor = fc.double({ min: 0.05, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 2048, max: 2_000_000 }), factor, (total, part) => {
        const { memory, memoryOverhead } = memoryOf(Size.mebibytes(total), { memoryOverheadFactor: part });
        const [heap, overhead] = [mebibytes(memory), mebibytes(memoryOverhead)];
        expect(heap + overhead).toBe(total);
        expect(overhead).toBeGreaterThanOrEqual(384);
        expect(overhead).toBeGreaterThanOrEqual(Math.floor(heap * part));
      }),
    );
  });
});

const container = { name: 'spark-kubernetes-driver', image: 'a:1', resources: { requests: { cpu: '1' } } };
const memory = { memory: '1024m', memoryOverhead: '384m' };

describe('a SparkApplication fails the render instead of dropping', () => {
  test.each([
    ['a field of the container', { containers: [{ ...container, workingDir: '/app' }] }, 'workingDir'],
    ['a field of the pod', { containers: [container], runtimeClassName: 'nvidia' }, 'runtimeClassName'],
  ])('%s', (_, spec, text) => {
    expect(() => sparkPod({ spec }, memory)).toThrow(text);
  });
});
