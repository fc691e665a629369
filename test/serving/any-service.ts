import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { Gpu, Tpu } from '../../src/kube/devices/accelerator';
import { Dra } from '../../src/kube/devices/claimed-devices';
import { Env } from '../../src/kube/pod/environment-variables';
import { Mount } from '../../src/kube/pod/mount';
import { Monitoring } from '../../src/kube/server/monitoring';
import { Caller } from '../../src/serving/caller';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Cache, isDownloaded, Model } from '../../src/serving/model/model';
import { Rollout, Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { KedaTrigger } from '../../src/serving/scale/keda';
import { Scale } from '../../src/serving/scale/replicas';
import { COMMIT, DIGEST, SCORER_IMAGE, type Served, serve, TGI_IMAGE, TOOL_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from './serving-props';

const small = fc.integer({ min: -1, max: 9 });
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const gibibytes = fc.integer({ min: 1, max: 96 }).map(Size.gibibytes);
const seconds = fc.integer({ min: 0, max: 5000 }).map(Duration.seconds);

const models = fc.constantFrom<Model>(
  Model.huggingFace('acme/llama', { revision: COMMIT, token: { secret: 'hub' } }),
  Model.huggingFace('acme/llama', { revision: 'main' }),
  Model.s3(`s3://models/llama/${COMMIT}`),
  Model.s3('s3://models/llama/model.onnx', { versionId: 'v1' }),
  Model.gcs('gs://models/llama'),
  Model.pvc('models', { path: 'llama' }),
  Model.ociImage('ghcr.io/acme/llama:3'),
  Model.bakedIn('/models/llama'),
);

/** A vLLM of one's own, which runs on whatever it is given. */
const ownVllm = Runtime.vllm({ image: `ghcr.io/acme/vllm:v0.18.0@${DIGEST}` });

const anyRuntime = fc.oneof(
  fc.record({ tensorParallel: maybe(small), pipelineParallel: maybe(small) }).map((props) => Runtime.vllm({ image: VLLM_IMAGE, ...props })),
  fc.constantFrom(['--max-model-len=9'], ['--port=9']).map((args) => Runtime.vllm({ image: VLLM_IMAGE, args })),
  fc.constantFrom(ownVllm, Runtime.tgi({ image: TGI_IMAGE }), Runtime.triton({ image: TRITON_IMAGE })),
  fc.integer({ min: 0, max: 70_000 }).map((port) => Runtime.custom({ image: SCORER_IMAGE, port, metricsPort: 9090, healthPath: '/ok' })),
);

const server = 'http://prometheus.monitoring:9090';
const gateway = KedaTrigger.prometheus({ server, query: 'sum(requests)', average: 5, authentication: 'prometheus' });
const queue = KedaTrigger.queue({ server, average: 2.5, activation: 1 });
const triggers = fc.constantFrom([gateway], [queue], [gateway, queue]);

const anyScale = fc.oneof(
  small,
  fc.tuple(small, small).map(([min, max]) => Scale.hpa({ min, max, cpuUtilization: 70 })),
  fc.tuple(small, small).map(([min, max]) => Scale.hpa({ min, max, podsMetric: { name: 'waiting', average: 2.5 } })),
  fc
    .record({ min: small, max: small, triggers, idle: fc.constantFrom<0 | undefined>(0, undefined), cooldown: maybe(seconds) })
    .map((props) => Scale.keda(props as Parameters<typeof Scale.keda>[0])),
);

const likelyScale = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([min, more]) => Scale.hpa({ min: min + 1, max: min + more + 1, cpuUtilization: 70 })),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([min, more]) => Scale.keda({ min: min + 1, max: min + more + 1, triggers: [gateway], idle: 0 })),
  fc.tuple(fc.nat(3), triggers).map(([more, watched]) => Scale.keda({ min: 1, max: more + 1, triggers: watched })),
);

const caches = fc.constantFrom(undefined, Cache.perPod(), Cache.sharedPvc({ claim: 'models' }));
const claimed = Dra.claim({ deviceClass: 'gpu.example.com', count: 2, selectors: ['true'] });
const accelerators = fc.constantFrom(
  Gpu.nvidia(1),
  Gpu.nvidia(2, { product: 'H100' }),
  Gpu.amd(8),
  Gpu.mig('1g.10gb'),
  Tpu.v6e('2x4'),
  claimed,
);
const mounts = fc.constantFrom(
  [Mount.memory('/keys', { sizeLimit: Size.gibibytes(3) })],
  [Mount.claim('/data', 'x'), Mount.csi('/secrets', { driver: 'secrets-store.csi.k8s.io' })],
  [Mount.ephemeral('/work', { size: Size.gibibytes(50), storageClass: 'fast' })],
);
const sidecar = { name: 'proxy', image: SCORER_IMAGE };
const slos = fc.constantFrom(
  { availability: 99.9 },
  { availability: { percent: 99, metric: 'requests_total', errors: 'code="500"' } },
  { timeToFirstToken: { percent: 95, within: Duration.millis(500) }, alertLabels: { team: 'a' } },
);

/** What any service may be given beside its model, runtime and devices. */
const extras = {
  version: maybe(fc.constantFrom('v3', '2026.1')),
  rollout: maybe(fc.constantFrom(Rollout.auto(), Rollout.inPlace(), Rollout.surge(2), Rollout.recreate())),
  drain: maybe(fc.integer({ min: 1, max: 3600 }).map(Duration.seconds)),
  memory: fc.integer({ min: 8, max: 96 }).map(Size.gibibytes),
  sharedMemory: maybe(fc.integer({ min: 1, max: 16 }).map(Size.gibibytes)),
  scratch: maybe(gibibytes),
  mounts: maybe(mounts),
  callers: maybe(fc.constantFrom([], [Caller.namespace('gateway')])),
  monitoring: maybe(fc.constantFrom(Monitoring.pods(), Monitoring.service({ interval: Duration.seconds(15), labels: { release: 'p' } }))),
  extendedResources: maybe(fc.constant({ 'rdma/hca': 1 })),
  extraContainers: maybe(fc.constant([sidecar])),
  initContainers: maybe(fc.constant([{ ...sidecar, name: 'logs', restartPolicy: 'Always' }])),
  security: maybe(fc.constantFrom({ runAsUser: 1234, fsGroup: 5, supplementalGroups: [44] }, {})),
};

/** Services that nobody would mean. */
export const anyProps: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    ...extras,
    model: models,
    runtime: anyRuntime,
    memory: gibibytes,
    modelSize: maybe(gibibytes),
    cache: fc.oneof(caches, fc.constant(Cache.none())),
    download: maybe(fc.constant({ image: TOOL_IMAGE })),
    accelerator: maybe(accelerators),
    startup: maybe(seconds.map(Startup.within)),
    replicas: maybe(anyScale),
    rollout: maybe(small.map(Rollout.surge)),
    drain: maybe(seconds),
    ephemeralStorage: maybe(gibibytes),
    version: maybe(fc.constantFrom('no version')),
    app: maybe(fc.constantFrom('chat', 'Über')),
    env: maybe(fc.constant({ VLLM_API_KEY: Env.secret('llama', 'key') })),
    mounts: maybe(fc.oneof(mounts, fc.constant([Mount.claim('/tmp', 'x')]))),
    extendedResources: maybe(fc.constantFrom({ 'rdma/hca': 0.5 }, { 'nvidia.com/gpu': 1 }, { 'rdma/hca': 2 })),
    slo: maybe(slos),
  },
  { noNullPrototype: true },
);

export const PROPS: readonly string[] = Object.keys(fc.sample(anyProps, { numRuns: 1, seed: 1 })[0] ?? {});

/** Services as people mean them, most of which are accepted; {@link anyProps} shakes them up. */
export const likelyProps = fc
  .record({
    ...extras,
    source: fc.oneof(
      fc.record({ model: fc.constant(Model.huggingFace('acme/llama', { revision: COMMIT })), modelSize: gibibytes, cache: caches }),
      fc.record({ model: models.filter(isDownloaded), modelSize: gibibytes, cache: caches, download: fc.constant({ image: TOOL_IMAGE }) }),
      fc.record({ model: models.filter((model) => !isDownloaded(model)) }),
    ),
    runtime: fc.constantFrom<Runtime>(
      ownVllm,
      ownVllm,
      Runtime.tgi({ image: TGI_IMAGE }),
      Runtime.triton({ image: TRITON_IMAGE }),
      Runtime.custom({ image: SCORER_IMAGE, port: 8080, metricsPort: 9090, readinessPath: '/ready', livenessPath: '/live' }),
    ),
    devices: fc.oneof(
      fc.record({ accelerator: accelerators, startup: fc.integer({ min: 10, max: 9000 }).map(Duration.seconds).map(Startup.within) }),
      fc.constant({}),
    ),
    replicas: likelyScale,
    objectives: fc.constantFrom(
      {},
      {},
      { monitoring: Monitoring.pods(), slo: { availability: { percent: 99, metric: 'a', errors: 'b="c"' } } },
    ),
  })
  .map(
    ({ source, devices, objectives, ...props }) =>
      ({ ...props, ...source, ...devices, ...objectives, cpu: Cpu.cores(2) }) as MLServiceProps,
  );

/** The service, or undefined when it is refused as users are: with a ConfigError of this construct. */
export function attempt(props: object, id = 'llama'): Served | undefined {
  try {
    return serve(props as MLServiceProps, id);
  } catch (error) {
    if (!ConfigError.is(error)) throw error;
    expect(error.code).toMatch(/^MLService\.[a-zA-Z.]+$/);
    expect(error.where).toBe(`test/${id}`);
    return undefined;
  }
}
