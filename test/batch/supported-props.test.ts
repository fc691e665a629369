import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import type { OneNodeProps } from '../../src/batch/job/plain-job-props';
import { Engine } from '../../src/batch/job-engine';
import { Launch } from '../../src/batch/job-set/launch';
import type { JobPodProps } from '../../src/batch/pod/job-pod';
import { Run } from '../../src/batch/run/run';
import { type EngineKind, SUPPORTED_PROPS } from '../../src/batch/supported-props';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { codeOf } from '../support/code-of';
import { IMAGE } from './any-job';
import { engineJob } from './engine-job';

const head = { cpu: Cpu.cores(1), memory: Size.gibibytes(4) };

/** Two different engines of each kind. */
const ENGINES: Readonly<Record<Exclude<EngineKind, 'none'>, readonly [Engine, Engine]>> = {
  jobSet: [Engine.jobSet(), Engine.jobSet({ launch: Launch.plain() })],
  trainJob: [Engine.trainJob({ runtime: 'torch-distributed' }), Engine.trainJob({ runtime: 'jax-distributed' })],
  ray: [Engine.ray({ entrypoint: 'python a.py', head }), Engine.ray({ entrypoint: 'python b.py', head })],
  spark: [
    Engine.spark({ type: 'Python', mainApplicationFile: 'local:///a.py', version: '4.0.1', driver: head }),
    Engine.spark({ type: 'Python', mainApplicationFile: 'local:///b.py', version: '4.0.1', driver: head }),
  ],
  volcano: [Engine.volcano(), Engine.volcano({ queue: 'research' })],
};

/** The required props; each has another value in {@link OTHER}. */
const LEAST = { image: IMAGE, cpu: Cpu.cores(1), memory: Size.gibibytes(8), run: Run.once(), deadline: Duration.hours(1) };

type Other = Required<Omit<OneNodeProps, 'engine' | 'nodes' | keyof JobPodProps>> & Required<JobPodProps>;

/** Another value for every prop. The compiler requires each. */
const OTHER: Other = {
  run: Run.once({ superseded: 'stop' }),
  name: 'other',
  app: 'other',
  version: '2',
  queue: 'team-b',
  deadline: Duration.hours(2),
  retries: 7,
  finalExitCodes: [42],
  parallel: { completions: 4, parallelism: 2 },
  image: IMAGE.replace('train', 'other'),
  command: ['other'],
  args: ['other'],
  workingDir: '/other',
  terminationGracePeriod: Duration.seconds(77),
  scratch: Size.gibibytes(7),
  sharedMemory: Size.gibibytes(3),
  cpu: Cpu.cores(2),
  cpuLimit: Cpu.cores(4),
  memory: Size.gibibytes(16),
  ephemeralStorage: Size.gibibytes(99),
  extendedResources: { 'rdma/hca': 1 },
  env: { OTHER: '1' },
  mounts: [Mount.claim('/other', 'other')],
  accelerator: Gpu.nvidia(1),
  security: { runAsUser: 4711 },
  serviceAccount: 'other',
  mountServiceAccountToken: true,
  imagePullSecrets: ['other'],
  initContainers: [{ name: 'other', image: 'other:1' }],
  nodeSelector: { other: 'x' },
  tolerations: [{ key: 'other', operator: 'Exists' }],
  affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
  topologySpread: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
  priorityClassName: 'other',
  runtimeClassName: 'other',
  schedulerName: 'other',
  podLabels: { other: 'x' },
  podAnnotations: { other: 'x' },
};

/** Shows in the delivery hints and not in the object. */
const SHOWN_ELSEWHERE = ['run'];

function base(kind: EngineKind): Record<string, unknown> {
  const supported = Object.entries(LEAST).filter(([prop]) => Object.hasOwn(SUPPORTED_PROPS[kind], prop));
  if (kind === 'none') return Object.fromEntries(supported);
  return { ...Object.fromEntries(supported), nodes: 4, engine: ENGINES[kind][0], ...(kind === 'spark' ? { serviceAccount: 'spark' } : {}) };
}

const manifest = (props: Record<string, unknown>) => JSON.stringify(engineJob(props as unknown as BatchJobProps).resource.toJson());
const KINDS = Object.keys(SUPPORTED_PROPS) as EngineKind[];
const everyProp = Object.keys(OTHER) as (keyof Other)[];
const pairs = KINDS.flatMap((kind) => everyProp.map((prop): [EngineKind, keyof Other] => [kind, prop]));
const supported = pairs.filter(([kind, prop]) => Object.hasOwn(SUPPORTED_PROPS[kind], prop) && !SHOWN_ELSEWHERE.includes(prop));
const unsupported = pairs.filter(([kind, prop]) => !Object.hasOwn(SUPPORTED_PROPS[kind], prop));

test.each(supported)('%s supports %s', (kind, prop) => {
  expect(manifest({ ...base(kind), [prop]: OTHER[prop] })).not.toBe(manifest(base(kind)));
});

test.each(unsupported)('%s refuses %s, which it does not support', (kind, prop) => {
  expect(codeOf(() => manifest({ ...base(kind), [prop]: OTHER[prop] }))).toBe('BatchJob.engine');
});

test.each(Object.entries(ENGINES))('%s renders its options and the number of nodes', (kind, [, other]) => {
  const props = base(kind as EngineKind);
  expect(manifest({ ...props, engine: other })).not.toBe(manifest(props));
  expect(manifest({ ...props, nodes: 5 })).not.toBe(manifest(props));
});

test('the table has the props of the types, and no others', () => {
  const known = new Set<string>([...everyProp, 'engine', 'nodes']);
  for (const kind of KINDS) expect(Object.keys(SUPPORTED_PROPS[kind]).filter((prop) => !known.has(prop))).toEqual([]);
});
