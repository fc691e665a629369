import { Duration } from 'cdk8s';
import { Engine } from '../../../src/batch/job-engine';
import { Queue } from '../../../src/batch/queue/queue';
import { Run } from '../../../src/batch/run/run';
import { splitPod } from '../../../src/batch/train-job/train-job-patch';
import type { TrainJobOptions, TrainJobProps } from '../../../src/batch/train-job/train-job-props';
import type { PodTemplatePatch, TrainJobSpec } from '../../../src/batch/train-job/train-job-spec';
import { Env } from '../../../src/kube/pod/environment-variables';
import { Mount } from '../../../src/kube/pod/mount';
import { codeOf } from '../../support/code-of';
import { LABEL_CONTEXT } from '../../support/label-context';
import { NODES, objectOf } from '../engine-job';

const RUNTIME: TrainJobOptions = { runtime: 'torch-distributed' };
const LEAST: TrainJobProps = { ...NODES, run: Run.once(), engine: Engine.trainJob(RUNTIME) };

interface Rendered {
  readonly metadata: { readonly name: string };
  readonly spec: TrainJobSpec;
}

function made(props: Partial<TrainJobProps> = {}, options: Partial<TrainJobOptions> = {}, name = 'train'): Rendered {
  return objectOf({ ...LEAST, ...props, name, engine: Engine.trainJob({ ...RUNTIME, ...options }) });
}

function patchOf(spec: TrainJobSpec): PodTemplatePatch {
  const [job] = spec.runtimePatches[0]?.trainingRuntimeSpec.template.spec.replicatedJobs ?? [];
  if (job === undefined) throw new Error('no patch');
  return job.template.spec.template;
}

describe('a TrainJob', () => {
  test('sets the fields of the trainer, and patches the rest into the pods of its runtime', () => {
    const { spec } = made({
      command: ['torchrun'],
      args: ['train.py'],
      env: { SEED: '7', TOKEN: Env.secret('hub', 'token') },
      mounts: [Mount.claim('/checkpoints', 'checkpoints')],
      serviceAccount: 'trainer',
      imagePullSecrets: ['registry'],
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      nodeSelector: { pool: 'a' },
      terminationGracePeriod: Duration.minutes(2),
    });
    expect(spec.trainer).toMatchObject({ command: ['torchrun'], args: ['train.py'], numNodes: 4, image: NODES.image });
    expect(spec.trainer.env?.map(({ name }) => name)).toEqual(['SEED', 'TOKEN']);
    expect(spec.trainer.resourcesPerNode?.limits).toMatchObject({ 'nvidia.com/gpu': '8', memory: '256Gi' });
    const patch = patchOf(spec);
    expect(patch.spec).toMatchObject({
      serviceAccountName: 'trainer',
      imagePullSecrets: [{ name: 'registry' }],
      nodeSelector: { pool: 'a' },
      terminationGracePeriodSeconds: 120,
    });
    expect(patch.spec.tolerations?.map(({ key }) => key)).toEqual(['nvidia.com/gpu', 'spot']);
    expect(patch.spec.volumes?.map(({ name }) => name)).toEqual(['tmp', 'dev-shm', 'checkpoints']);
    // Trainer refuses variables of the node in a patch: they belong to the trainer.
    expect(patch.spec.containers).toEqual([{ name: 'node', volumeMounts: expect.any(Array), securityContext: expect.any(Object) }]);
  });

  test('has the topology of its queue on the pods', () => {
    const queue = Queue.local('team-a', { topology: { required: 'rack' } });
    expect(patchOf(made({ queue }).spec).metadata.annotations).toEqual({ 'kueue.x-k8s.io/podset-required-topology': 'rack' });
  });

  test('refers to a runtime of the cluster, or of the namespace', () => {
    expect(made().spec.runtimeRef).toEqual({
      apiGroup: 'trainer.kubeflow.org',
      kind: 'ClusterTrainingRuntime',
      name: 'torch-distributed',
    });
    expect(made({}, { runtime: { kind: 'TrainingRuntime', name: 'ours' } }).spec.runtimeRef.kind).toBe('TrainingRuntime');
  });

  test('has initializers for data and model', () => {
    const { initializer } = made(
      {},
      { dataset: { uri: 'hf://acme/corpus', env: { SPLIT: 'train' } }, model: { uri: 's3://b/m', secret: 'hub' } },
    ).spec;
    expect(initializer).toEqual({
      dataset: { storageUri: 'hf://acme/corpus', env: [{ name: 'SPLIT', value: 'train' }] },
      model: { storageUri: 's3://b/m', secretRef: { name: 'hub' } },
    });
  });

  test('notes its content in an immutable field for Run.onEveryChange()', () => {
    const content = (props: Partial<TrainJobProps>) =>
      made({ run: Run.onEveryChange(), ...props }).spec.trainer.env?.find(({ name }) => name === 'BATCH_JOB_CONTENT')?.value;
    expect(content({})).toMatch(/^[0-9a-f]{8}$/);
    // Only Trainer's webhook would refuse this change.
    expect(content({ nodeSelector: { pool: 'b' } })).not.toBe(content({}));
    expect(content({ deadline: Duration.hours(1) })).not.toBe(content({}));
    expect(made().spec.trainer).not.toHaveProperty('env');
  });

  test('leaves room for the names of all pods that Trainer creates', () => {
    const longest = (options: Partial<TrainJobOptions>) =>
      Array.from({ length: 63 }, (_, i) => i + 1)
        .filter((length) => codeOf(() => made({ run: Run.onEveryChange() }, options, 'a'.repeat(length))) === 'accepted')
        .at(-1);
    expect(longest({})).toBe(63 - '-node-0-3-abcde'.length);
    expect(longest({ job: 'launcher' })).toBe(63 - '-launcher-0-3-abcde'.length);
    expect(longest({ dataset: { uri: 'hf://a/b' } })).toBe(63 - '-dataset-initializer-0-0-abcde'.length);
    expect(longest({ model: { uri: 'hf://a/b' } })).toBe(63 - '-model-initializer-0-0-abcde'.length);
  });
});

describe('a TrainJob refuses', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `a${i}`);

  test.each<[string, string, Partial<TrainJobProps>, Partial<TrainJobOptions>]>([
    ['no runtime', 'Engine.trainJob', {}, { runtime: undefined as unknown as string }],
    ['a runtime of another kind', 'BatchJob.runtime', {}, { runtime: { kind: 'JobSet', name: 'x' } }],
    ['an invalid runtime name', 'BatchJob.runtime', {}, { runtime: 'Torch Distributed' }],
    ['an invalid job name', 'BatchJob.job', {}, { job: 'Node' }],
    ['zero processes', 'BatchJob.processesPerNode', {}, { processesPerNode: 0 }],
    ['data without a scheme', 'BatchJob.uri', {}, { dataset: { uri: 'corpus' } }],
    ['a URI that is too long', 'BatchJob.uri', {}, { model: { uri: `hf://${'a'.repeat(2044)}` } }],
    ['an invalid Secret name', 'BatchJob.secret', {}, { model: { uri: 'hf://a/b', secret: 'My Secret' } }],
    ['no nodes', 'BatchJob.nodes', { nodes: 0 }, {}],
    ['a rank', 'BatchJob.env', { env: { PET_NODE_RANK: '0' } }, {}],
    ['a tracker of XGBoost', 'BatchJob.env', { env: { DMLC_TRACKER_URI: 'x' } }, {}],
    ['129 arguments', 'BatchJob.args', { args: many(129) }, {}],
    ['129 words of a command', 'BatchJob.command', { command: many(129) }, {}],
    ['129 variables', 'BatchJob.env', { env: Object.fromEntries(many(129).map((name) => [name, 'x'])) }, {}],
    ['65 pull secrets', 'BatchJob.imagePullSecrets', { imagePullSecrets: many(65) }, {}],
    ['129 tolerations', 'BatchJob.tolerations', { tolerations: many(129).map((key) => ({ key })) }, {}],
    ['129 mounts', 'BatchJob.mounts', { mounts: many(129).map((name) => Mount.claim(`/${name}`, name)) }, {}],
  ])('%s', (_, code, props, options) => {
    expect(codeOf(() => made(props, options))).toBe(code);
  });

  test('nothing at the limits', () => {
    expect(codeOf(() => made({ args: many(128), command: many(128), imagePullSecrets: many(64) }))).toBe('accepted');
  });
});

const node = { name: 'node', image: 'a:1' };

describe('a TrainJob fails the render instead of dropping', () => {
  test.each([
    ['a field of the container', { containers: [{ ...node, workingDir: '/app' }] }, 'workingDir'],
    ['a field of the pod', { containers: [node], priorityClassName: 'low' }, 'priorityClassName'],
    ['an init container', { containers: [node], initContainers: [node] }, 'initContainers'],
    ['a second container', { containers: [node, { name: 'other', image: 'a:1' }] }, 'one container'],
  ])('%s', (_, spec, text) => {
    expect(() => splitPod('job', 'node', LABEL_CONTEXT, { spec })).toThrow(text);
  });
});
