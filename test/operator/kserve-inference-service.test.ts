import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import type { Deployment } from '../../imports/kubernetes';
import { ConfigError } from '../../src/base/config-error';
import { Environment } from '../../src/environment/environment';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { KServeInferenceService } from '../../src/operator/kserve/kserve-inference-service';
import type { KServeInferenceServiceProps } from '../../src/operator/kserve/kserve-props';
import { Caller } from '../../src/serving/caller';
import { Model } from '../../src/serving/model/model';
import { Rollout, Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Scale } from '../../src/serving/scale/replicas';
import { COMMIT, cpu, DIGEST, SCORER_IMAGE, serve, TGI_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from '../serving/serving-props';
import { emptyDirKibibytes } from '../support/empty-dir';
import { renderedYaml } from '../support/rendered';
import { schemaFindings } from '../support/schema-findings';
import { container, inferenceService, kserve, refusalOf } from './operated';

const predictorOf = (props: KServeInferenceServiceProps, scope?: (app: Construct) => Construct) =>
  inferenceService(props, scope).find('InferenceService')?.spec.predictor;
const serverOf = (props: KServeInferenceServiceProps) => container(predictorOf(props), 'kserve-container');

test('an InferenceService renders a language model that KServe fetches', () => {
  expect(renderedYaml((chart) => new KServeInferenceService(chart, 'llama', { ...kserve, version: 'v3' }))).toMatchSnapshot();
});

describe('an InferenceService', () => {
  test('runs the same server as an MLService whose model is already there', () => {
    const model = Model.pvc('models', { path: 'llama' });
    const { modelSize: _, ...props } = { ...kserve, model };
    const { name: _name, ...server } = serverOf(props);
    const { name: _other, ...own } = (serve(props).find('Deployment') as unknown as Deployment).spec?.template.spec?.containers[0] ?? {
      name: '',
    };
    expect(server).toEqual(own);
  });

  test.each([
    [Model.huggingFace('acme/llama', { revision: COMMIT }), `hf://acme/llama:${COMMIT}`],
    [Model.s3(`s3://models/${COMMIT}`), `s3://models/${COMMIT}`],
    [Model.gcs(`gs://models/${COMMIT}`), `gs://models/${COMMIT}`],
  ])('has KServe fetch %j', (model, uri) => {
    expect(serverOf({ ...kserve, model }).env).toContainEqual({ name: 'STORAGE_URI', value: uri });
    expect(serverOf({ ...kserve, model }).args?.[0]).toBe('/mnt/models');
  });

  test('requests room for what KServe fetches', () => {
    expect(serverOf(kserve).resources?.requests?.['ephemeral-storage']).toBe('27239Mi');
    const [server] = serve(kserve).pod.containers;
    expect(serverOf(kserve).resources?.requests?.['ephemeral-storage']).toBe(server?.resources?.requests?.['ephemeral-storage']);
  });

  test('tells KServe where the token is: among the Secrets of the account', () => {
    const model = Model.huggingFace('acme/llama', { revision: COMMIT, token: { secret: 'hub', key: 'HF_TOKEN' } });
    expect(inferenceService({ ...kserve, model }).find('ServiceAccount')).toMatchObject({ secrets: [{ name: 'hub' }] });
    expect(inferenceService(kserve).find('ServiceAccount')).not.toHaveProperty('secrets');
  });

  test('has no autoscaler but the one that is asked for', () => {
    const annotations = (props: KServeInferenceServiceProps) => inferenceService(props).find('InferenceService')?.metadata.annotations;
    expect(annotations(kserve)).toMatchObject({
      'serving.kserve.io/autoscalerClass': 'none',
      'serving.kserve.io/deploymentMode': 'Standard',
    });
    const scaled = { ...kserve, replicas: Scale.hpa({ min: 2, max: 5, cpuUtilization: 60 }) };
    expect(annotations(scaled)).toMatchObject({ 'serving.kserve.io/autoscalerClass': 'hpa' });
    expect(predictorOf(scaled)).toMatchObject({
      minReplicas: 2,
      maxReplicas: 5,
      scaleMetric: 'cpu',
      scaleMetricType: 'Utilization',
      scaleTarget: 60,
    });
  });

  test('is a color of a route by the Service that KServe makes', () => {
    const { service } = inferenceService({ ...kserve, name: 'chat' });
    expect({ name: service.name, port: service.port, endpoints: service.endpoints.port }).toEqual({
      name: 'chat-predictor',
      port: 80,
      endpoints: 8000,
    });
  });

  test('surges only where the environment has a device for it', () => {
    const inCapacity = (gpus: number) => (app: Construct) => new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': gpus } });
    expect(predictorOf(kserve, inCapacity(2)).deploymentStrategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(predictorOf(kserve, inCapacity(1)).deploymentStrategy.rollingUpdate).toEqual({ maxSurge: 0, maxUnavailable: 1 });
    expect(demandsBelow(inferenceService({ ...kserve, replicas: 2 }).service)).toMatchObject([
      { workload: 'team-a/llama', devices: 1, live: 2 },
    ]);
  });

  test('tells its delivery how long it may take, the fetching included', () => {
    const budget = longestTimeBudget(inferenceService(kserve).service)?.budget;
    expect(budget).toEqual({
      seconds: 2178,
      reason: 'startup 1200 s + image pull 600 s + stop of the old pod 50 s + model download 328 s',
    });
  });
});

const inProd = (app: Construct) => new Environment(app, 'prod');

describe('an InferenceService refuses', () => {
  test.each<[string, object, string]>([
    ['no model', { model: undefined }, 'KServeInferenceService.model'],
    ['no runtime', { runtime: undefined }, 'KServeInferenceService.runtime'],
    ['a model that no factory made', { model: 'acme/llama' }, 'KServeInferenceService.model'],
    ['one version of an object', { model: Model.s3('s3://models/a.onnx', { versionId: 'v1' }) }, 'KServeInferenceService.model'],
    [
      'a token under another key',
      { model: Model.huggingFace('a/b', { revision: COMMIT, token: { secret: 'hub' } }) },
      'KServeInferenceService.model',
    ],
    [
      'a token beside an account of its own',
      { model: Model.huggingFace('a/b', { revision: COMMIT, token: { secret: 'hub', key: 'HF_TOKEN' } }), serviceAccount: 'mine' },
      'KServeInferenceService.model',
    ],
    ['a download of unknown size', { modelSize: undefined }, 'KServeInferenceService.modelSize'],
    ['a size of what is not downloaded', { model: Model.pvc('models') }, 'KServeInferenceService.modelSize'],
    [
      'a metric that its autoscaler does not know',
      { replicas: Scale.hpa({ min: 1, max: 2, podsMetric: { name: 'w', average: 5 } }) },
      'KServeInferenceService.replicas',
    ],
    ['no replicas', { replicas: 0 }, 'MLService.replicas'],
    ['a name without room for what KServe derives', { name: 'a'.repeat(49) }, 'KServeInferenceService.name'],
    ['a name that makes the host name too long', { name: 'a'.repeat(47) }, 'KServeInferenceService.name'],
    ['a name that starts with a digit', { name: '3-llama' }, 'KServeInferenceService.name'],
    ['less disk than the model needs', { ephemeralStorage: Size.gibibytes(10) }, 'MLService.ephemeralStorage'],
    ['an accelerator without a startup budget', { startup: undefined }, 'MLService.startup'],
    ['a caller that is nobody', { callers: [{}] }, 'KServeInferenceService.callers'],
  ])('%s', (_, change, code) => expect(refusalOf(KServeInferenceService, kserve as KServeInferenceServiceProps, change)).toBe(code));

  test('what is not pinned, where the environment requires pins', () => {
    const base: KServeInferenceServiceProps = kserve;
    const branch = Model.huggingFace('acme/llama', { revision: 'main' });
    expect(refusalOf(KServeInferenceService, base, { model: branch }, inProd)).toBe('MLService.modelRevision');
    expect(refusalOf(KServeInferenceService, base, { runtime: Runtime.vllm({ image: 'vllm/vllm-openai:v0.18.0' }) }, inProd)).toBe(
      'MLService.image',
    );
  });
});

const random = fc
  .record({
    name: fc.integer({ min: 1, max: 60 }).map((length) => 'a'.repeat(length)),
    source: fc.constantFrom(
      { model: kserve.model, modelSize: Size.gibibytes(16) },
      { model: Model.gcs(`gs://models/${COMMIT}`), modelSize: Size.gibibytes(3) },
      { model: Model.pvc('models', { path: 'a' }) },
      { model: Model.ociImage(`ghcr.io/acme/model:1@${DIGEST}`) },
      { model: Model.bakedIn('/models') },
    ),
    runtime: fc.constantFrom<Runtime>(
      Runtime.vllm({ image: VLLM_IMAGE }),
      Runtime.tgi({ image: TGI_IMAGE }),
      Runtime.triton({ image: TRITON_IMAGE }),
      Runtime.custom({ image: SCORER_IMAGE, port: 8080, healthPath: '/ok' }),
    ),
    devices: fc.constantFrom(
      { accelerator: Gpu.nvidia(1), startup: Startup.within(Duration.minutes(9)) },
      { accelerator: Gpu.nvidia(4, { product: 'H100' }), startup: Startup.within(Duration.minutes(30)) },
    ),
    replicas: fc.oneof(
      fc.integer({ min: 1, max: 5 }),
      fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(4)).map(([min, more]) => Scale.hpa({ min, max: min + more, cpuUtilization: 50 })),
    ),
    rollout: fc.constantFrom(undefined, Rollout.surge(2), Rollout.recreate()),
    drain: fc.integer({ min: 1, max: 3600 }).map(Duration.seconds),
    callers: fc.constantFrom(undefined, [], [Caller.namespace('gateway')]),
    mounts: fc.constantFrom(undefined, [Mount.claim('/data', 'data')]),
  })
  .map(
    ({ source, devices, ...props }) =>
      ({ ...cpu, ...props, ...source, ...devices, memory: Size.gibibytes(32) }) as KServeInferenceServiceProps,
  );

test('of every accepted InferenceService the rules hold', () => {
  let accepted = 0;
  fc.assert(
    fc.property(random, (props) => {
      let made: ReturnType<typeof inferenceService>;
      try {
        made = inferenceService(props);
      } catch (error) {
        if (!ConfigError.is(error)) throw error;
        expect(error.code).toBe('KServeInferenceService.name');
        return;
      }
      accepted += 1;
      expect(schemaFindings(made.objects)).toEqual([]);
      const predictor = made.find('InferenceService')?.spec.predictor;
      const server = container(predictor, 'kserve-container');
      const { service, find } = made;
      expect(predictor.labels).toMatchObject(service.selector);
      for (const kind of ['PodDisruptionBudget', 'NetworkPolicy']) {
        const { selector, podSelector } = find(kind)?.spec ?? {};
        if (find(kind) !== undefined) expect((selector ?? podSelector).matchLabels).toEqual(service.selector);
      }
      expect(find('PodDisruptionBudget') !== undefined).toBe(predictor.minReplicas >= 2);
      expect(predictor.minReplicas).toBeLessThanOrEqual(predictor.maxReplicas);
      // The names that KServe derives.
      expect(`isvc.${service.name}`.length).toBeLessThanOrEqual(63);
      expect(`${service.name}-team-a`.length).toBeLessThanOrEqual(63);
      // Probes, stop, disk and security as for every server of this library.
      const { periodSeconds = 0, failureThreshold = 0 } = server.startupProbe ?? {};
      expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(props.startup?.within.toSeconds() ?? 120);
      expect(longestTimeBudget(service)?.budget.seconds).toBeGreaterThanOrEqual(periodSeconds * failureThreshold + 600);
      expect(predictor.terminationGracePeriodSeconds).toBeGreaterThan(15 + Number(props.drain?.toSeconds()));
      expect(predictor.securityContext).toMatchObject({ runAsNonRoot: true });
      expect(server.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
      const fetched = props.modelSize?.toKibibytes() ?? 0;
      const [, number, unit] = /^([0-9]+)(Mi|Gi)$/.exec(`${server.resources?.requests?.['ephemeral-storage']}`) ?? [];
      const disk = Number(number) * (unit === 'Gi' ? 1024 ** 2 : 1024);
      expect(disk).toBeGreaterThan(emptyDirKibibytes(predictor.volumes ?? [], 'disk') + fetched);
      expect(server.env?.some(({ name }) => name === 'STORAGE_URI')).toBe(props.modelSize !== undefined);
    }),
    { numRuns: 150, seed: 4 },
  );
  expect(accepted).toBeGreaterThan(80);
});
