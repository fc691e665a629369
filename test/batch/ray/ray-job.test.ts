import { Duration, Size } from 'cdk8s';
import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { Cpu } from '../../../src/base/cpu';
import { Engine } from '../../../src/batch/job-engine';
import { Queue } from '../../../src/batch/queue/queue';
import type { RayJobProps, RayOptions } from '../../../src/batch/ray/ray-job-props';
import { Run } from '../../../src/batch/run/run';
import { Mount } from '../../../src/kube/pod/mount';
import type { RayClusterSpec } from '../../../src/kube/ray-cluster';
import { codeOf } from '../../support/code-of';
import { NODES, objectOf, podCounts } from '../engine-job';

const OPTIONS: RayOptions = { entrypoint: 'python tune.py', head: { cpu: Cpu.cores(4), memory: Size.gibibytes(16) } };

interface RayJobSpec {
  readonly submitterPodTemplate: PodTemplateSpec;
  readonly backoffLimit: number;
  readonly runtimeEnvYAML?: string;
  readonly shutdownAfterJobFinishes?: boolean;
  readonly deletionStrategy?: { readonly deletionRules: readonly object[] };
  readonly rayClusterSpec: RayClusterSpec;
}

interface Rendered {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: RayJobSpec;
}

function propsOf(props: Partial<Omit<RayJobProps, 'engine'>>, options: Partial<RayOptions> = {}): RayJobProps {
  return { ...NODES, run: Run.once(), ...props, engine: Engine.ray({ ...OPTIONS, ...options }) } as RayJobProps;
}

function made(props: Partial<Omit<RayJobProps, 'engine'>> = {}, options: Partial<RayOptions> = {}, name = 'tune') {
  const manifest = objectOf<Rendered>({ ...propsOf(props, options), name } as RayJobProps);
  return { manifest, spec: manifest.spec };
}

function mainOf(template: PodTemplateSpec | undefined) {
  const container = template?.spec?.containers[0];
  if (container === undefined) throw new Error('no container');
  return container;
}

describe('a RayJob', () => {
  test('gives devices and tasks to the workers only', () => {
    const { headGroupSpec, workerGroupSpecs } = made().spec.rayClusterSpec;
    expect(headGroupSpec.rayStartParams).toEqual({ 'num-cpus': '0' });
    expect(mainOf(headGroupSpec.template).resources?.limits).toEqual({ memory: '16Gi', 'ephemeral-storage': '2Gi' });
    expect(headGroupSpec.template.spec).not.toHaveProperty('tolerations');
    expect(workerGroupSpecs).toHaveLength(1);
    expect(workerGroupSpecs[0]).toMatchObject({ groupName: 'workers', replicas: 4, minReplicas: 4, maxReplicas: 4 });
    expect(mainOf(workerGroupSpecs[0]?.template).resources?.limits).toMatchObject({ 'nvidia.com/gpu': '8' });
  });

  test('gives the data to head and workers, and not to the submitter', () => {
    const { spec } = made({ mounts: [Mount.claim('/data', 'data')], env: { SEED: '7' } });
    const { headGroupSpec, workerGroupSpecs } = spec.rayClusterSpec;
    for (const template of [headGroupSpec.template, workerGroupSpecs[0]?.template]) {
      expect(mainOf(template).env).toEqual([{ name: 'SEED', value: '7' }]);
      expect(mainOf(template).volumeMounts?.map(({ mountPath }) => mountPath)).toContain('/data');
    }
    const submitter = mainOf(spec.submitterPodTemplate);
    expect(submitter).not.toHaveProperty('env');
    expect(submitter.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
    // KubeRay fills in the command of a container that has none.
    expect(submitter).not.toHaveProperty('command');
  });

  test('deletes its cluster when it ends, and stays', () => {
    expect(made().spec.shutdownAfterJobFinishes).toBe(true);
    expect(made().spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(made().spec).not.toHaveProperty('deletionStrategy');
  });

  test('has retries and deadlines', () => {
    const { spec } = made({ retries: 1, deadline: Duration.hours(2) }, { startDeadline: Duration.minutes(20) });
    expect(spec).toMatchObject({ backoffLimit: 1, activeDeadlineSeconds: 7200, preRunningDeadlineSeconds: 1200 });
    expect(made().spec.backoffLimit).toBe(3);
  });

  test('has the queue label and the topology', () => {
    const { manifest, spec } = made({ queue: Queue.local('team-a', { topology: { preferred: 'rack' } }) });
    expect(manifest.metadata.labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'team-a' });
    const { headGroupSpec, workerGroupSpecs } = spec.rayClusterSpec;
    for (const template of [headGroupSpec.template, workerGroupSpecs[0]?.template, spec.submitterPodTemplate]) {
      expect(template?.metadata?.annotations).toEqual({ 'kueue.x-k8s.io/podset-preferred-topology': 'rack' });
    }
  });

  test('counts head, submitter and workers', () => {
    expect(podCounts(propsOf({}))).toEqual([1, 1, 4]);
  });

  test('has a name of at most 47 characters, less the hash', () => {
    expect(codeOf(() => made({}, {}, 'a'.repeat(38)))).toBe('accepted');
    expect(codeOf(() => made({}, {}, 'a'.repeat(39)))).toBe('BatchJob.name');
    expect(codeOf(() => made({}, {}, '1tune'))).toBe('BatchJob.name');
  });
});

describe('a RayCronJob', () => {
  const scheduled = (options: Parameters<typeof Run.scheduled>[1] = {}) => made({ run: Run.scheduled('0 2 * * *', options) } as never);

  test('writes every field of the schedule', () => {
    const { manifest } = scheduled({ timeZone: 'Europe/Berlin' });
    expect(manifest).toMatchObject({
      kind: 'RayCronJob',
      metadata: { name: 'tune' },
      spec: { schedule: '0 2 * * *', timeZone: 'Europe/Berlin', suspend: false },
    });
    expect(manifest.spec).toMatchObject({ jobTemplate: { shutdownAfterJobFinishes: true } });
  });

  // KubeRay refuses rules beside shutdownAfterJobFinishes, and a run whose time to live ends before that of its cluster.
  test('deletes the cluster at once and the run later, however it ends', () => {
    const { jobTemplate } = scheduled({ ttlAfterFinished: Duration.days(1) }).manifest.spec as unknown as { jobTemplate: RayJobSpec };
    expect(jobTemplate).not.toHaveProperty('shutdownAfterJobFinishes');
    const rules = jobTemplate.deletionStrategy?.deletionRules ?? [];
    for (const end of [{ jobStatus: 'SUCCEEDED' }, { jobStatus: 'FAILED' }, { jobDeploymentStatus: 'Failed' }]) {
      expect(rules).toContainEqual({ policy: 'DeleteCluster', condition: { ...end, ttlSeconds: 0 } });
      expect(rules).toContainEqual({ policy: 'DeleteSelf', condition: { ...end, ttlSeconds: 86_400 } });
    }
    expect(rules).toHaveLength(6);
  });

  test('has a name of at most 36 characters', () => {
    const named = (length: number) => made({ run: Run.scheduled('@daily') } as never, {}, 'a'.repeat(length));
    expect(codeOf(() => named(36))).toBe('accepted');
    expect(codeOf(() => named(37))).toBe('BatchJob.name');
  });
});

describe('Ray refuses', () => {
  test.each<[string, string, Partial<Omit<RayJobProps, 'engine'>>, Partial<RayOptions>]>([
    ['no entrypoint', 'BatchJob.entrypoint', {}, { entrypoint: ' ' }],
    ['no head', 'Engine.ray', {}, { head: undefined as never }],
    ['two lines of shell', 'BatchJob.entrypoint', {}, { entrypoint: 'a\nb' }],
    ['no processors', 'BatchJob.entrypointResources', {}, { entrypointResources: { cpus: 0 } }],
    ['a start without time', 'BatchJob.startDeadline', {}, { startDeadline: Duration.seconds(0) }],
    ['a list as environment', 'Engine.ray', {}, { runtimeEnv: [] as never }],
    ['a date in the environment', 'Engine.ray', {}, { runtimeEnv: { since: new Date(0) } }],
    ['an undefined value in the environment', 'Engine.ray', {}, { runtimeEnv: { pip: undefined } }],
    ['an address of Redis', 'BatchJob.env', { env: { RAY_REDIS_ADDRESS: 'x' } }, {}],
    ['an autoscaler', 'BatchJob.env', { env: { RAY_enable_autoscaler_v2: '1' } }, {}],
    ['no nodes', 'BatchJob.nodes', { nodes: 0 }, {}],
    ['negative retries', 'BatchJob.retries', { retries: -1 }, {}],
  ])('%s', (_, code, props, options) => {
    expect(codeOf(() => made(props, options))).toBe(code);
  });
});

test('the runtime environment is YAML text that reads back unchanged', () => {
  const { runtimeEnvYAML } = made({}, { runtimeEnv: { pip: ['emoji==2.14.0'], env_vars: { DEBUG: 'no', SEED: '1' } } }).spec;
  expect(runtimeEnvYAML).toBe('env_vars:\n  DEBUG: "no"\n  SEED: "1"\npip:\n  - emoji==2.14.0\n');
});
