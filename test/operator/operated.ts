import { App, Chart, Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Container, PodSpec } from '../../imports/kubernetes';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import { KServeInferenceService } from '../../src/operator/kserve/kserve-inference-service';
import { KServeLLMInferenceService } from '../../src/operator/kserve/kserve-llm-inference-service';
import type { KServeLLMInferenceServiceProps } from '../../src/operator/kserve/kserve-llm-props';
import type { KServeInferenceServiceProps } from '../../src/operator/kserve/kserve-props';
import { KubeRayService } from '../../src/operator/kuberay/kuberay-service';
import type { KubeRayServiceProps, RayWorkerGroup } from '../../src/operator/kuberay/ray-props';
import { Startup } from '../../src/serving/rollout/rollout';
import { gpu, SCORER_IMAGE } from '../serving/serving-props';
import { codeOf } from '../support/code-of';

export const kserve = gpu satisfies KServeInferenceServiceProps;

export const llm = kserve satisfies KServeLLMInferenceServiceProps;

export const rayGroup: RayWorkerGroup = {
  name: 'gpu',
  replicas: 2,
  accelerator: Gpu.nvidia(1),
  cpu: Cpu.cores(4),
  memory: Size.gibibytes(16),
};

export const ray = {
  image: SCORER_IMAGE,
  rayVersion: '2.52.0',
  applications: [{ name: 'scorer', importPath: 'scorer:app', deployments: [{ name: 'Scorer', replicas: 2, gpus: 1 }] }],
  head: { cpu: Cpu.cores(1), memory: Size.gibibytes(4) },
  workers: [rayGroup],
  startup: Startup.within(Duration.minutes(10)),
} satisfies KubeRayServiceProps;

interface Plain {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of several kinds
  readonly spec: any;
  readonly [field: string]: unknown;
}

type Class<Props, Service> = new (scope: Construct, id: string, props: Props) => Service;

/** A service built in a fresh app, with its objects by kind. */
export function built<Props, Service>(
  engine: Class<Props, Service>,
  props: Props,
  scope: (app: App) => Construct = (app) => app,
  id = 'llama',
) {
  const chart = new Chart(scope(new App()), 'test', { namespace: 'team-a' });
  const service = new engine(chart, id, props);
  const objects: readonly Plain[] = chart.toJson();
  const find = (kind: string) => objects.find((object) => object.kind === kind);
  return { service, objects, find };
}

/** The code with which props are refused; they are untyped, because the compiler's own refusals are tested apart. */
export function refusalOf<Props, Service>(
  engine: Class<Props, Service>,
  base: Props,
  change: object,
  scope?: (app: App) => Construct,
): string {
  return codeOf(() => built(engine, { ...base, ...change } as Props, scope));
}

export const inferenceService = (props: KServeInferenceServiceProps, scope?: (app: App) => Construct) =>
  built(KServeInferenceService, props, scope);
export const llmService = (props: KServeLLMInferenceServiceProps, scope?: (app: App) => Construct) =>
  built(KServeLLMInferenceService, props, scope);
export const rayService = (props: KubeRayServiceProps, scope?: (app: App) => Construct) => built(KubeRayService, props, scope);

/** A container of a pod by name. */
export function container(pod: PodSpec, name: string): Container {
  const found = pod.containers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no container is called ${name}`);
  return found;
}
