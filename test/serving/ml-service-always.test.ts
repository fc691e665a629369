import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import type { Container, PodSpec } from '../../imports/kubernetes';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/accelerator';
import { Dra, isClaimed } from '../../src/kube/claimed-devices';
import { Env } from '../../src/kube/environment-variables';
import { Mount } from '../../src/kube/mount';
import { longestTimeBudget } from '../../src/kube/time-budget';
import { Cache } from '../../src/serving/cache';
import { Caller } from '../../src/serving/caller';
import { emptyDirKibibytes } from '../../src/serving/empty-dir';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { isDownloaded, Model } from '../../src/serving/model';
import { Rollout } from '../../src/serving/rollout';
import { Runtime } from '../../src/serving/runtime';
import { Scale } from '../../src/serving/scale';
import { Startup } from '../../src/serving/startup';
import { COMMIT, SCORER_IMAGE, type Served, serve, TGI_IMAGE, TOOL_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from './serving-props';

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

const runtimes = fc.oneof(
  fc.record({ tensorParallel: maybe(small), pipelineParallel: maybe(small) }).map((props) => Runtime.vllm({ image: VLLM_IMAGE, ...props })),
  fc.constantFrom(['--max-model-len=9'], ['--port=9']).map((args) => Runtime.vllm({ image: VLLM_IMAGE, args })),
  fc.constantFrom(Runtime.tgi({ image: TGI_IMAGE }), Runtime.triton({ image: TRITON_IMAGE })),
  fc.integer({ min: 0, max: 70_000 }).map((port) => Runtime.custom({ image: SCORER_IMAGE, port, metricsPort: 9090, healthPath: '/ok' })),
);

const scales = fc.oneof(
  small,
  fc.tuple(small, small).map(([min, max]) => Scale.hpa({ min, max, cpuUtilization: 70 })),
  fc.tuple(small, small).map(([min, max]) => Scale.hpa({ min, max, podsMetric: { name: 'waiting', average: 2.5 } })),
);

const caches = fc.constantFrom(undefined, Cache.perPod(), Cache.sharedPvc({ claim: 'models' }));
const accelerators = fc.constantFrom(
  Gpu.nvidia(1),
  Gpu.nvidia(2, { product: 'H100' }),
  Gpu.amd(8),
  Gpu.mig('1g.10gb'),
  Dra.claim({ deviceClass: 'gpu.nvidia.com', count: 2 }),
);

const anyProps = fc.record(
  {
    model: models,
    runtime: runtimes,
    cpu: fc.constant(Cpu.cores(2)),
    memory: gibibytes,
    modelSize: maybe(gibibytes),
    cache: fc.oneof(caches, fc.constant(Cache.none())),
    download: maybe(fc.constant({ image: TOOL_IMAGE })),
    accelerator: maybe(accelerators),
    startup: maybe(seconds.map(Startup.within)),
    replicas: maybe(scales),
    rollout: maybe(fc.oneof(fc.constantFrom(Rollout.auto(), Rollout.inPlace(), Rollout.recreate()), small.map(Rollout.surge))),
    drain: maybe(seconds),
    sharedMemory: maybe(gibibytes),
    scratch: maybe(gibibytes),
    ephemeralStorage: maybe(gibibytes),
    version: maybe(fc.constantFrom('v3', '2026.1', 'no version')),
    app: maybe(fc.constantFrom('chat', 'Über')),
    env: maybe(fc.constant({ VLLM_API_KEY: Env.secret('llama', 'key') })),
    mounts: maybe(
      fc.constantFrom([Mount.memory('/keys', { sizeLimit: Size.gibibytes(3) })], [Mount.claim('/tmp', 'x')], [Mount.claim('/data', 'x')]),
    ),
    callers: maybe(fc.constantFrom([], [Caller.namespace('gateway')])),
  },
  { noNullPrototype: true },
);

type AnyProps = typeof anyProps extends fc.Arbitrary<infer T> ? T : never;
const PROPS = Object.keys(fc.sample(anyProps, { numRuns: 1, seed: 1 })[0] ?? {}) as (keyof AnyProps)[];

/** Services as people mean them, most of which are accepted; {@link anyProps} shakes them up. */
const likelyProps = fc
  .record({
    source: fc.oneof(
      fc.record({ model: fc.constant(Model.huggingFace('acme/llama', { revision: COMMIT })), modelSize: gibibytes, cache: caches }),
      fc.record({ model: models.filter(isDownloaded), modelSize: gibibytes, cache: caches, download: fc.constant({ image: TOOL_IMAGE }) }),
      fc.record({ model: models.filter((model) => !isDownloaded(model)) }),
    ),
    runtime: fc.constantFrom<Runtime>(
      Runtime.vllm({ image: VLLM_IMAGE }),
      Runtime.tgi({ image: TGI_IMAGE }),
      Runtime.triton({ image: TRITON_IMAGE }),
      Runtime.custom({ image: SCORER_IMAGE, port: 8080, metricsPort: 9090, readinessPath: '/ready', livenessPath: '/live' }),
    ),
    devices: fc.oneof(
      fc.record({ accelerator: accelerators, startup: fc.integer({ min: 10, max: 9000 }).map(Duration.seconds).map(Startup.within) }),
      fc.constant({}),
    ),
    replicas: fc.oneof(
      fc.integer({ min: 1, max: 5 }),
      fc.tuple(fc.nat(3), fc.nat(3)).map(([min, more]) => Scale.hpa({ min: min + 1, max: min + more + 1, cpuUtilization: 70 })),
    ),
    rollout: maybe(fc.constantFrom(Rollout.auto(), Rollout.inPlace(), Rollout.surge(2), Rollout.recreate())),
    drain: maybe(fc.integer({ min: 1, max: 3600 }).map(Duration.seconds)),
    memory: fc.integer({ min: 8, max: 96 }).map(Size.gibibytes),
    sharedMemory: maybe(fc.integer({ min: 1, max: 16 }).map(Size.gibibytes)),
    scratch: maybe(gibibytes),
    version: maybe(fc.constantFrom('v3', '2026.1')),
    mounts: maybe(fc.constantFrom([Mount.memory('/keys', { sizeLimit: Size.gibibytes(3) })], [Mount.claim('/data', 'x')])),
    callers: maybe(fc.constantFrom([], [Caller.namespace('gateway')])),
  })
  .map(({ source, devices, ...props }) => ({ ...props, ...source, ...devices, cpu: Cpu.cores(2) }) as MLServiceProps);

/** The service, or undefined when it is refused as users are: with a ConfigError of this construct. */
function attempt(props: object, id = 'llama'): Served | undefined {
  try {
    return serve(props as MLServiceProps, id);
  } catch (error) {
    if (!ConfigError.is(error)) throw error;
    expect(error.code).toMatch(/^MLService\.[a-zA-Z.]+$/);
    expect(error.where).toBe(`test/${id}`);
    return undefined;
  }
}

const rules: Record<string, (served: Served, props: MLServiceProps) => void> = {
  'every selector selects the pods'({ objects, deployment, service }) {
    const { labels = {} } = deployment.spec.template.metadata ?? {};
    expect(labels).toMatchObject(service.selector);
    expect(deployment.spec.selector.matchLabels).toEqual(service.selector);
    for (const { kind, spec } of objects) {
      if (kind === 'Service') expect(spec.selector).toEqual(service.selector);
      if (kind === 'PodDisruptionBudget') expect(spec.selector.matchLabels).toEqual(service.selector);
      if (kind === 'NetworkPolicy') expect(spec.podSelector.matchLabels).toEqual(service.selector);
    }
  },
  'the startup probe allows what was declared, and the deadline allows the startup probe'({ server, deployment }, { startup }) {
    const { periodSeconds = 0, failureThreshold = 0 } = server.startupProbe ?? {};
    expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(startup?.within.toSeconds() ?? 120);
    expect(Number(deployment.spec.progressDeadlineSeconds)).toBeGreaterThanOrEqual(periodSeconds * failureThreshold + 600);
  },
  'the delivery has at least the deadline'({ service, deployment }) {
    const budget = longestTimeBudget(service)?.budget.seconds ?? 0;
    expect(budget).toBeGreaterThanOrEqual(Number(deployment.spec.progressDeadlineSeconds));
  },
  'a pod is killed only after preStop and drain'({ pod, server }, { drain }) {
    const preStop = server.lifecycle?.preStop?.sleep?.seconds ?? 0;
    expect(preStop).toBeGreaterThan(0);
    expect(Number(pod.terminationGracePeriodSeconds)).toBeGreaterThan(preStop + (drain?.toSeconds() ?? 30));
  },
  'liveness never runs without a startup probe'({ server }) {
    expect(server.livenessProbe === undefined || server.startupProbe !== undefined).toBe(true);
  },
  'replicas have one owner'({ deployment, objects }) {
    const autoscaled = objects.some((object) => object.kind === 'HorizontalPodAutoscaler');
    expect('replicas' in deployment.spec).toBe(!autoscaled);
  },
  'a disruption budget leaves a pod'({ objects, deployment }) {
    const scaled = objects.find((object) => object.kind === 'HorizontalPodAutoscaler')?.spec.minReplicas;
    const least = scaled ?? deployment.spec.replicas;
    const budget = objects.find((object) => object.kind === 'PodDisruptionBudget');
    expect(budget !== undefined).toBe(least >= 2);
    if (budget !== undefined) expect(budget.spec.maxUnavailable).toBeLessThan(least);
  },
  'devices are the same in requests and limits'({ server }, { accelerator }) {
    if (accelerator === undefined) return;
    if (isClaimed(accelerator)) {
      expect(server.resources?.claims).toEqual([{ name: 'devices' }]);
      return;
    }
    expect(server.resources?.limits?.[accelerator.resource]).toBe(`${accelerator.count}`);
    expect(server.resources?.requests?.[accelerator.resource]).toBe(`${accelerator.count}`);
  },
  'several devices share memory, within the memory limit'({ pod, server }, { accelerator, memory }) {
    const shared = server.volumeMounts?.some((mount) => mount.mountPath === '/dev/shm');
    if ((accelerator?.count ?? 0) > 1) expect(shared).toBe(true);
    const used = emptyDirKibibytes(
      (pod.volumes ?? []).map(({ name, ...source }) => ({ name, path: name, source })),
      'Memory',
    );
    expect(used).toBeLessThan(memory.toKibibytes());
  },
  'what is on disk is requested'({ pod, server }) {
    const disk = emptyDirKibibytes(
      (pod.volumes ?? []).map(({ name, ...source }) => ({ name, path: name, source })),
      'disk',
    );
    const requested = Size.mebibytes(mebibytes(`${server.resources?.requests?.['ephemeral-storage']}`)).toKibibytes();
    expect(requested).toBeGreaterThan(disk);
  },
  'mounts and volumes belong together'({ pod }) {
    const volumes = new Set((pod.volumes ?? []).map((volume) => volume.name));
    const mounted = new Set(containers(pod).flatMap((container) => (container.volumeMounts ?? []).map((mount) => mount.name)));
    expect(mounted).toEqual(volumes);
  },
  'the pod meets the restricted standard'({ pod }) {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.automountServiceAccountToken).toBe(false);
    for (const { securityContext } of containers(pod)) {
      expect(securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  },
  'a rollout without spare devices needs none'({ deployment }, { accelerator, rollout }) {
    if (accelerator === undefined || (rollout !== undefined && rollout.kind !== 'auto')) return;
    expect(deployment.spec.strategy?.rollingUpdate).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  },
  'the version changes labels and nothing else'(served, props) {
    const other = attempt({ ...props, version: 'another' });
    expect(other?.service.selector).toEqual(served.service.selector);
    expect(withoutVersion(other)).toEqual(withoutVersion(served));
  },
};

function containers(pod: PodSpec): readonly Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

function mebibytes(quantity: string): number {
  const number = Number.parseInt(quantity, 10);
  return quantity.endsWith('Gi') ? number * 1024 : number;
}

function withoutVersion(served: Served | undefined): unknown {
  return JSON.parse(JSON.stringify(served?.objects), (key, value) => (key === 'app.kubernetes.io/version' ? undefined : value));
}

describe('of every accepted service it holds that', () => {
  test.each(Object.entries(rules))('%s', (_, rule) => {
    fc.assert(
      fc.property(likelyProps, (props) => {
        const served = attempt(props);
        if (served !== undefined) rule(served, props);
      }),
      { numRuns: 100 },
    );
  });
});

test('whatever is given, a service satisfies every rule or is refused by name', () => {
  const change = fc.tuple(likelyProps, anyProps, fc.array(fc.constantFrom(...PROPS), { maxLength: 3 }));
  fc.assert(
    fc.property(change, ([likely, any, changed]) => {
      const props = { ...likely, ...Object.fromEntries(changed.map((prop) => [prop, any[prop]])) } as MLServiceProps;
      const served = attempt(props);
      if (served !== undefined) for (const rule of Object.values(rules)) rule(served, props);
    }),
    { numRuns: 300 },
  );
});

test('enough of the random services are accepted for the rules to mean something', () => {
  const samples = fc.sample(likelyProps, { numRuns: 200, seed: 7 });
  expect(samples.filter((props) => attempt(props) !== undefined).length).toBeGreaterThan(100);
});
