import { Duration, Size } from 'cdk8s';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { Monitoring, type MonitoringOptions } from '../../src/kube/server/monitoring';
import { Caller } from '../../src/serving/caller';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import type { Download } from '../../src/serving/model/download';
import { Cache, Model } from '../../src/serving/model/model';
import type { Slo } from '../../src/serving/monitoring/slo';
import { Rollout, Startup } from '../../src/serving/rollout/rollout';
import {
  type CustomRuntimeOptions,
  Runtime,
  type TgiOptions,
  type TritonOptions,
  type VllmOptions,
} from '../../src/serving/runtime/runtime';
import { type KedaOptions, KedaTrigger } from '../../src/serving/scale/keda';
import { Scale } from '../../src/serving/scale/replicas';
import { COMMIT, DIGEST, SCORER_IMAGE, serve, TGI_IMAGE, TOOL_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from './serving-props';

/** Keys of every member of a union, so that a prop that is added anywhere has to be added to the tables below, or this does not compile. */
type KeysOf<T> = T extends unknown ? keyof T : never;

const vllm: VllmOptions = { image: VLLM_IMAGE };
const tgi: TgiOptions = { image: TGI_IMAGE };
const triton: TritonOptions = { image: TRITON_IMAGE };
const custom: CustomRuntimeOptions = { image: SCORER_IMAGE, port: 8080, healthPath: '/ok' };

const RUNTIMES: Readonly<Record<Runtime['kind'], Runtime>> = {
  vllm: Runtime.vllm(vllm),
  tgi: Runtime.tgi(tgi),
  triton: Runtime.triton(triton),
  custom: Runtime.custom(custom),
};

/** A service on two GPUs whose model an init container fetches, which every runtime can run. */
const service = (runtime: Runtime) => ({
  model: Model.huggingFace('acme/llama', { revision: COMMIT }),
  modelSize: Size.gibibytes(16),
  download: { image: TOOL_IMAGE },
  runtime,
  accelerator: Gpu.nvidia(2),
  startup: Startup.within(Duration.minutes(10)),
  cpu: Cpu.cores(4),
  memory: Size.gibibytes(64),
});

/** What a service renders to, and how long it may take. */
function outcome(props: object): string {
  try {
    const { objects, service: made } = serve(props as MLServiceProps);
    return JSON.stringify([objects, longestTimeBudget(made)?.budget]);
  } catch (error) {
    if (ConfigError.is(error)) return error.code;
    throw error;
  }
}

const monitoring = Monitoring.pods();
const sidecar = { name: 'proxy', image: SCORER_IMAGE };

/** What only replicas of several nodes have. */
const OF_GROUPS = { nodes: 3, exclusiveTopology: 'example.com/rack', worker: { args: ['--worker'] } };

/** For every other prop of a service, another value. */
const CHANGES: { readonly [K in Exclude<KeysOf<MLServiceProps>, keyof typeof OF_GROUPS>]: unknown } = {
  name: 'other',
  app: 'chat',
  version: 'v2',
  model: Model.huggingFace('acme/other', { revision: COMMIT }),
  modelSize: Size.gibibytes(32),
  cache: Cache.sharedPvc({ claim: 'models' }),
  download: { image: TOOL_IMAGE, args: ['--quiet'] },
  runtime: Runtime.custom({ image: `ghcr.io/acme/another:1@${DIGEST}`, port: 9999, healthPath: '/' }),
  accelerator: Gpu.nvidia(2, { product: 'H100' }),
  startup: Startup.within(Duration.minutes(20)),
  replicas: 3,
  rollout: Rollout.surge(1),
  drain: Duration.seconds(90),
  servicePort: 9000,
  sharedMemory: Size.gibibytes(9),
  scratch: Size.gibibytes(9),
  callers: [Caller.namespace('gateway')],
  monitoring,
  slo: { availability: { percent: 99, metric: 'requests_total', errors: 'code="500"' } },
  cpu: Cpu.cores(5),
  cpuLimit: Cpu.cores(6),
  memory: Size.gibibytes(65),
  ephemeralStorage: Size.gibibytes(200),
  extendedResources: { 'rdma/hca': 1 },
  env: { LOG_LEVEL: 'debug' },
  mounts: [Mount.claim('/data', 'data')],
  security: { runAsUser: 4000 },
  serviceAccount: 'reader',
  mountServiceAccountToken: true,
  imagePullSecrets: ['registry'],
  extraContainers: [sidecar],
  initContainers: [{ ...sidecar, restartPolicy: 'Always' }],
  nodeSelector: { pool: 'a' },
  tolerations: [{ key: 'team', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
  topologySpread: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
  priorityClassName: 'serving',
  runtimeClassName: 'nvidia',
  schedulerName: 'volcano',
  podLabels: { team: 'a' },
  podAnnotations: { note: 'a' },
};

describe.each(Object.entries(RUNTIMES))('a service of %s', (_, runtime) => {
  test.each(Object.entries(CHANGES))('carries %s', (prop, value) => {
    // Objectives need somebody who measures.
    const base = { ...service(runtime), ...(prop === 'slo' ? { monitoring } : {}) };
    const [before, after] = [outcome(base), outcome({ ...base, [prop]: value })];
    expect([before, after].every((text) => text.startsWith('['))).toBe(true);
    expect(after).not.toBe(before);
  });
});

describe.each(['vllm', 'custom'] as const)('a service of %s on two nodes', (kind) => {
  const changes = Object.entries({ ...CHANGES, ...OF_GROUPS }).filter(([prop]) => prop !== 'worker' || kind === 'custom');
  test.each(changes)('carries %s', (prop, value) => {
    const base = { ...service(RUNTIMES[kind]), nodes: 2, ...(prop === 'slo' ? { monitoring } : {}) };
    const [before, after] = [outcome(base), outcome({ ...base, [prop]: value })];
    expect([before, after].every((text) => text.startsWith('['))).toBe(true);
    expect(after).not.toBe(before);
  });
});

test.each(Object.entries(OF_GROUPS))('%s is refused where it would be dropped', (prop, value) => {
  for (const runtime of [RUNTIMES.tgi, RUNTIMES.triton])
    expect(outcome({ ...service(runtime), nodes: 2, [prop]: value })).toMatch(/^MLService\./);
  if (prop !== 'nodes') expect(outcome({ ...service(RUNTIMES.custom), [prop]: value })).toMatch(/^MLService\./);
});

type Table<P> = { readonly [K in KeysOf<P>]-?: unknown };

const VLLM: Table<VllmOptions> = {
  image: `vllm/vllm-openai:v0.19.0@${DIGEST}`,
  args: ['--max-model-len=4096'],
  tensorParallel: 1,
  pipelineParallel: 2,
  dataParallel: 2,
  servedModelName: 'chat',
  shutdownTimeout: false,
};
const IMAGE_AND_ARGS: Table<TgiOptions & TritonOptions> = { image: `ghcr.io/acme/server:2@${DIGEST}`, args: ['--log-verbose=1'] };
const CUSTOM: Table<CustomRuntimeOptions> = {
  ...IMAGE_AND_ARGS,
  port: 8081,
  metricsPort: 9090,
  command: ['serve'],
  healthPath: '/live',
  readinessPath: '/ready',
  livenessPath: '/alive',
};

/** Instead of one path for both probes. */
const PROBES = { healthPath: undefined, readinessPath: '/r', livenessPath: '/l' };

test.each<[string, (more: object) => Runtime, [string, unknown][]]>([
  ['vLLM', (more) => Runtime.vllm({ ...vllm, ...more }), Object.entries(VLLM)],
  ['TGI', (more) => Runtime.tgi({ ...tgi, ...more }), Object.entries(IMAGE_AND_ARGS)],
  ['Triton', (more) => Runtime.triton({ ...triton, ...more }), Object.entries(IMAGE_AND_ARGS)],
  [
    'a custom runtime',
    (more) =>
      Runtime.custom({
        ...('healthPath' in more || Object.keys(more).every((prop) => !/Path$/.test(prop)) ? custom : { ...custom, ...PROBES }),
        ...more,
      } as CustomRuntimeOptions),
    Object.entries(CUSTOM),
  ],
])('every prop of %s changes what is rendered, or is refused', (_, make, changes) => {
  const before = outcome(service(make({})));
  expect(before).toMatch(/^\[/);
  for (const [prop, value] of changes) {
    const after = outcome(service(make({ [prop]: value })));
    // Two devices of which one would idle.
    if (prop === 'tensorParallel') expect(after).toBe('MLService.parallelism');
    else expect([prop, after.startsWith('['), after !== before]).toEqual([prop, true, true]);
  }
});

const DOWNLOAD: Table<Download> = {
  image: `ghcr.io/acme/other-tools:1@${DIGEST}`,
  command: ['fetch'],
  args: ['--quiet'],
  env: { ENDPOINT: 'https://hub.example.com' },
  cpu: Cpu.cores(3),
  memory: Size.gibibytes(3),
};
const MONITORING: Table<MonitoringOptions> = { labels: { release: 'p' }, interval: Duration.seconds(15), path: '/stats' };
const counted = (percent: number) => ({ percent, metric: 'a', errors: 'b="c"' });
const SLO: Table<Slo> = {
  availability: counted(98),
  timeToFirstToken: { percent: 95, within: Duration.millis(500) },
  latency: { percent: 95, within: Duration.seconds(10) },
  labels: { role: 'rules' },
  alertLabels: { team: 'a' },
};
const trigger = KedaTrigger.prometheus({ server: 'http://prometheus:9090', query: 'sum(a)', average: 5 });
const keda: KedaOptions = { idle: 0, min: 1, max: 2, triggers: [trigger] };
const KEDA: Table<KedaOptions> = {
  min: 2,
  max: 3,
  triggers: [trigger, trigger],
  polling: Duration.seconds(10),
  fallback: { failures: 5, replicas: 2 },
  idle: undefined,
  cooldown: Duration.hours(1),
  scaleDownAfter: Duration.minutes(1),
};
const TRIGGER: Table<Parameters<typeof KedaTrigger.prometheus>[0]> = {
  server: 'http://other:9090',
  query: 'sum(b)',
  average: 6,
  activation: 2,
  authentication: 'prometheus',
};

test.each<[string, (more: object) => object, object]>([
  ['a download', (more) => ({ download: { image: TOOL_IMAGE, ...more } }), DOWNLOAD],
  ['a monitor', (more) => ({ monitoring: Monitoring.pods(more) }), MONITORING],
  ['objectives', (more) => ({ monitoring, slo: { availability: counted(99), ...more } }), SLO],
  ['KEDA', (more) => ({ replicas: Scale.keda({ ...keda, ...more } as KedaOptions) }), KEDA],
  ['a trigger', (more) => ({ replicas: Scale.keda({ ...keda, triggers: [{ ...trigger, ...more }] }) }), TRIGGER],
])('every option of %s changes what is rendered', (_, make, changes) => {
  const of = (more: object) => outcome({ ...service(RUNTIMES.vllm), ...make(more) });
  const before = of({});
  expect(before).toMatch(/^\[/);
  for (const [option, value] of Object.entries(changes)) {
    const after = of({ [option]: value });
    expect([option, after.startsWith('['), after !== before]).toEqual([option, true, true]);
  }
});

test.each<[string, object]>([
  ['an autoscaler of processors', { replicas: Scale.hpa({ min: 1, max: 2, cpuUtilization: 70 }) }],
  ['a model in place', { model: Model.pvc('models'), modelSize: undefined, download: undefined }],
  ['a model in an artifact', { model: Model.ociImage(`ghcr.io/acme/llama@${DIGEST}`), download: undefined }],
  ['a model in a bucket', { model: Model.s3(`s3://models/${COMMIT}`) }],
])('every runtime serves with %s', (_, change) => {
  for (const runtime of Object.values(RUNTIMES)) expect(outcome({ ...service(runtime), ...change })).toMatch(/^\[/);
});
