import { App, Chart, Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Container, Deployment, PodSpec } from '../../imports/kubernetes';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Model } from '../../src/serving/model/model';
import { Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { codeOf } from '../support/code-of';

export const DIGEST = `sha256:${'5'.repeat(64)}`;
export const COMMIT = '8c22764a7e3675c50d4c7c9a4edb474456022b16';
export const VLLM_IMAGE = `vllm/vllm-openai:v0.18.0@${DIGEST}`;
export const TRITON_IMAGE = `nvcr.io/nvidia/tritonserver:25.06-py3@${DIGEST}`;
export const TGI_IMAGE = `ghcr.io/huggingface/text-generation-inference:3.3.4@${DIGEST}`;
export const SCORER_IMAGE = `ghcr.io/acme/scorer:1.4@${DIGEST}`;
export const TOOL_IMAGE = `ghcr.io/acme/model-tools:2.0@${DIGEST}`;

/** A language model on one GPU. */
export const gpu = {
  model: Model.huggingFace('acme/llama-8b', { revision: COMMIT }),
  modelSize: Size.gibibytes(16),
  runtime: Runtime.vllm({ image: VLLM_IMAGE }),
  accelerator: Gpu.nvidia(1),
  startup: Startup.within(Duration.minutes(20)),
  cpu: Cpu.cores(8),
  memory: Size.gibibytes(64),
};

/** A small scoring service whose model is in its image. */
export const cpu = {
  model: Model.bakedIn('/models/scorer'),
  runtime: Runtime.custom({ image: SCORER_IMAGE, port: 8080, healthPath: '/healthz' }),
  cpu: Cpu.millis(500),
  memory: Size.gibibytes(1),
};

interface Plain {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of several kinds
  readonly spec: any;
}

/** A service built in a fresh app, with its objects. */
export class Served {
  readonly objects: readonly Plain[];

  constructor(
    readonly service: MLService,
    chart: Chart,
  ) {
    this.objects = chart.toJson();
  }

  find(kind: string): Plain | undefined {
    return this.objects.find((object) => object.kind === kind);
  }

  get deployment(): Deployment & { readonly spec: NonNullable<Deployment['spec']> } {
    return this.find('Deployment') as unknown as Deployment & { readonly spec: NonNullable<Deployment['spec']> };
  }

  get pod(): PodSpec {
    return this.deployment.spec.template.spec as PodSpec;
  }

  get server(): Container {
    return this.pod.containers[0] as Container;
  }
}

export function serve(props: MLServiceProps, id = 'llama', scope: (app: App) => Construct = (app) => app): Served {
  const chart = new Chart(scope(new App()), 'test', { namespace: 'team-a' });
  return new Served(new MLService(chart, id, props), chart);
}

/** The code with which a service is refused. Changes are untyped: the compiler's own refusals are tested apart. */
export function refusal(base: object, change: object, scope?: (app: App) => Construct): string {
  return codeOf(() => serve({ ...base, ...change } as unknown as MLServiceProps, 'llama', scope));
}
