import { Duration, Size } from 'cdk8s';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { Monitoring } from '../../src/kube/server/monitoring';
import { KServeInferenceService } from '../../src/operator/kserve/kserve-inference-service';
import { KServeLLMInferenceService } from '../../src/operator/kserve/kserve-llm-inference-service';
import type { KServeLLMInferenceServiceProps } from '../../src/operator/kserve/kserve-llm-props';
import type { KServeInferenceServiceProps } from '../../src/operator/kserve/kserve-props';
import { KubeRayService } from '../../src/operator/kuberay/kuberay-service';
import type { KubeRayServiceProps } from '../../src/operator/kuberay/ray-props';
import { RayUpgrade } from '../../src/operator/kuberay/ray-upgrade';
import { Caller } from '../../src/serving/caller';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Cache, Model } from '../../src/serving/model/model';
import { Rollout, Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Scale } from '../../src/serving/scale/replicas';
import { COMMIT, DIGEST, SCORER_IMAGE, VLLM_IMAGE } from '../serving/serving-props';
import { schemaFindings } from '../support/schema-findings';
import { built, kserve, llm, ray, rayGroup } from './operated';

/** Keys of every member of a union: a prop that is added anywhere has to be added below, or this does not compile. */
type KeysOf<T> = T extends unknown ? { [K in keyof T]-?: Exclude<T[K], undefined> extends never ? never : K }[keyof T] : never;
type Changes<T> = { readonly [K in KeysOf<T>]: unknown };

const toleration = [{ key: 'example.com/spot', operator: 'Exists', effect: 'NoSchedule' } as const];
const sidecar = { name: 'proxy', image: SCORER_IMAGE };

/** What every pod can be given, each with a value that nothing else has. */
const POD = {
  app: 'chat',
  version: 'v2',
  drain: Duration.seconds(90),
  env: { LOG_LEVEL: 'debug' },
  mounts: [Mount.configMap('/etc/settings', 'settings')],
  security: { runAsUser: 4711 },
  imagePullSecrets: ['registry'],
  extraContainers: [sidecar],
  initContainers: [{ name: 'prepare', image: SCORER_IMAGE }],
  nodeSelector: { 'example.com/pool': 'gpu' },
  tolerations: toleration,
  affinity: { nodeAffinity: {} },
  priorityClassName: 'urgent',
  runtimeClassName: 'nvidia',
  schedulerName: 'volcano',
  podLabels: { 'example.com/team': 'language' },
  podAnnotations: { 'example.com/note': 'text' },
};

/** The same for a pod that serves alone. */
const SERVER = {
  ...POD,
  cpu: Cpu.cores(3),
  cpuLimit: Cpu.cores(16),
  memory: Size.gibibytes(48),
  ephemeralStorage: Size.gibibytes(99),
  accelerator: Gpu.nvidia(1, { product: 'H100' }),
  startup: Startup.within(Duration.minutes(30)),
  sharedMemory: Size.gibibytes(3),
  scratch: Size.gibibytes(5),
  extendedResources: { 'rdma/hca': 1 },
  serviceAccount: 'other',
  mountServiceAccountToken: true,
  topologySpread: [],
  name: 'other',
  modelSize: Size.gibibytes(32),
};

const KSERVE: Changes<KServeInferenceServiceProps> = {
  ...SERVER,
  model: Model.s3(`s3://models/${COMMIT}`),
  runtime: Runtime.tgi({ image: `ghcr.io/huggingface/text-generation-inference:3.3.4@${DIGEST}` }),
  replicas: Scale.hpa({ min: 1, max: 3, cpuUtilization: 60 }),
  rollout: Rollout.surge(1),
  callers: [],
  monitoring: Monitoring.pods(),
  slo: { availability: 99 },
};

const LLM: Changes<KServeLLMInferenceServiceProps> = {
  ...SERVER,
  model: Model.s3(`s3://models/${COMMIT}`),
  runtime: Runtime.vllm({ image: VLLM_IMAGE, args: ['--max-model-len=8192'] }),
  replicas: 2,
  nodes: 2,
  gateway: { name: 'inference', namespace: 'gateways' },
  endpointPicker: false,
  routeGroup: { name: 'chat', weight: 10 },
};

const RAY: Changes<KubeRayServiceProps> = {
  ...POD,
  name: 'other',
  image: `ghcr.io/acme/scorer:2@${DIGEST}`,
  rayVersion: '2.53.0',
  applications: [{ name: 'other', importPath: 'other:app' }],
  model: Model.pvc('models'),
  head: { cpu: Cpu.cores(2), memory: Size.gibibytes(8) },
  workers: [{ ...rayGroup, replicas: { min: 2, max: 5 } }],
  upgrade: RayUpgrade.none(),
  startup: Startup.within(Duration.minutes(30)),
  monitoring: Monitoring.pods(),
};

const ENGINES = [
  { engine: KServeInferenceService, base: kserve, changes: KSERVE },
  { engine: KServeLLMInferenceService, base: llm, changes: LLM },
  { engine: KubeRayService, base: ray, changes: RAY },
] as const;

// biome-ignore lint/suspicious/noExplicitAny: the props of three engines, one of them at a time
const outcome = (engine: any, props: object): string => {
  try {
    const { objects, service } = built(engine, props);
    expect(schemaFindings(objects)).toEqual([]);
    return JSON.stringify([objects, longestTimeBudget(service as KubeRayService)?.budget]);
  } catch (error) {
    if (ConfigError.is(error)) return error.code;
    throw error;
  }
};

/** Refused, because the base says something else with it; never left out without a word. */
const REFUSED: Readonly<Record<string, string>> = { 'KServeInferenceService.slo': 'MLService.slo' };

describe.each(ENGINES)('every prop of $engine.name is in the YAML, or refused', ({ engine, base, changes }) => {
  const plain = outcome(engine, base);

  test.each(Object.entries(changes))('%s', (prop, value) => {
    const changed = outcome(engine, { ...base, [prop]: value });
    const refused = REFUSED[`${engine.name}.${prop}`];
    if (refused !== undefined) expect(changed).toBe(refused);
    else expect(changed.startsWith('[')).toBe(true);
    expect(changed).not.toBe(plain);
  });
});

/** What MLService has beyond each engine: what its object has no place for. */
const OF_ML_SERVICE: Changes<MLServiceProps> = {
  ...SERVER,
  model: kserve.model,
  runtime: kserve.runtime,
  cache: Cache.perPod(),
  download: { image: SCORER_IMAGE },
  replicas: 2,
  rollout: Rollout.inPlace(),
  servicePort: 81,
  callers: [Caller.namespace('gateway')],
  monitoring: Monitoring.pods(),
  slo: { availability: 99 },
  nodes: 2,
  worker: { args: [] },
  exclusiveTopology: 'rack',
};

describe.each(ENGINES)('a prop of MLService that $engine.name has no place for is refused by name', ({ engine, base, changes }) => {
  const strange = Object.entries(OF_ML_SERVICE).filter(([prop]) => !Object.hasOwn(changes, prop));
  test.each(strange)('%s', (prop, value) => expect(outcome(engine, { ...base, [prop]: value })).toBe(`${engine.name}.${prop}`));
});

test('and does not compile', () => {
  const isvc = (_: KServeInferenceServiceProps) => undefined;
  const llmisvc = (_: KServeLLMInferenceServiceProps) => undefined;
  const service = (_: KubeRayServiceProps) => undefined;
  isvc(kserve);
  // @ts-expect-error KServe fetches
  isvc({ ...kserve, cache: Cache.perPod() });
  // @ts-expect-error KServe fetches
  isvc({ ...kserve, download: { image: SCORER_IMAGE } });
  // @ts-expect-error KServe makes the Service
  isvc({ ...kserve, servicePort: 81 });
  // @ts-expect-error one node
  isvc({ ...kserve, nodes: 2 });
  // @ts-expect-error KServe's own autoscaler knows processors
  isvc({ ...kserve, replicas: Scale.hpa({ min: 1, max: 2, podsMetric: { name: 'waiting', average: 5 } }) });
  // @ts-expect-error the Service is KServe's
  isvc({ ...kserve, monitoring: Monitoring.service() });
  // @ts-expect-error the size of a download is needed
  isvc({ ...kserve, modelSize: undefined });
  llmisvc(llm);
  // @ts-expect-error KServe has presets for vLLM
  llmisvc({ ...llm, runtime: Runtime.custom({ image: SCORER_IMAGE, port: 8080, healthPath: '/' }) });
  // @ts-expect-error no storage initializer of language models fetches from there
  llmisvc({ ...llm, model: Model.gcs(`gs://models/${COMMIT}`) });
  // @ts-expect-error KServe routes itself
  llmisvc({ ...llm, callers: [] });
  // @ts-expect-error KServe replaces pods as it is configured
  llmisvc({ ...llm, rollout: Rollout.inPlace() });
  // @ts-expect-error autoscaling belongs to another operator
  llmisvc({ ...llm, replicas: Scale.hpa({ min: 1, max: 2, cpuUtilization: 60 }) });
  service(ray);
  // @ts-expect-error KubeRay brings it
  service({ ...ray, sharedMemory: Size.gibibytes(1) });
  // @ts-expect-error devices belong to worker groups
  service({ ...ray, accelerator: Gpu.nvidia(1) });
  // @ts-expect-error nobody fetches from a bucket
  service({ ...ray, model: Model.s3(`s3://models/${COMMIT}`) });
  // @ts-expect-error the head runs no deployment
  service({ ...ray, head: { ...ray.head, accelerator: Gpu.nvidia(1) } });
});

test('a field that an engine does not have would be noticed', () => {
  const wrong = { apiVersion: 'ray.io/v1', kind: 'RayService', metadata: { name: 'scorer', namespace: 'a' }, spec: { noSuchField: 1 } };
  expect(schemaFindings([wrong]).join()).toContain('noSuchField');
  expect(schemaFindings([{ ...wrong, kind: 'NoSuchKind' }]).join()).toContain('no schema of');
});
