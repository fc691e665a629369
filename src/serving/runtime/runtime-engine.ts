import type { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import type { EnvVariables } from '../../kube/pod/environment-variables';
import type { WorkerCommand } from '../ml-service-props';
import type { ModelTarget } from '../model/model-location';
import { customEngine } from './engine-custom';
import { tgiEngine } from './engine-tgi';
import { tritonEngine } from './engine-triton';
import type { Runtime } from './runtime';
import { vllmEngine } from './vllm-engine';

/** What a service tells its runtime. */
export interface EngineInput {
  readonly where: string;
  readonly app: string;
  readonly target: ModelTarget;
  /** Devices of one pod; 0 for none. */
  readonly devices: number;
  /** Pods that serve as one. @default 1 */
  readonly nodes?: number;
  /** What the others of them run, where the user says so. */
  readonly worker?: WorkerCommand;
  readonly drainSeconds: number;
  /** Variables that the user sets. */
  readonly env: EnvVariables | undefined;
}

/** One port of the server. */
export interface EnginePort {
  readonly name: string;
  readonly port: number;
  readonly appProtocol?: string;
}

/** What a runtime needs from its pod: the one place that knows each server's options, paths and habits. */
export interface Engine {
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env: EnvVariables;
  /** What runs on the nodes beyond the first. */
  readonly worker?: WorkerCommand;
  /** The first is the one that serves HTTP. */
  readonly ports: readonly [EnginePort, ...EnginePort[]];
  /** Answers 200 once the model is loaded and requests are welcome. */
  readonly readinessPath: string;
  /** Answers 200 as long as a restart would not help. */
  readonly livenessPath: string;
  /** User to run as where the usual image would start as root. */
  readonly user?: number;
  /** Scratch space below /tmp: compiled kernels, unpacked files. */
  readonly scratch: Size;
  /** False when the server is known to abort running requests as soon as it is told to stop. */
  readonly drains: boolean;
}

/** The engine behind a runtime. */
export function engineOf(runtime: Runtime, input: EngineInput): Engine {
  switch (runtime.kind) {
    case 'vllm':
      return vllmEngine(runtime, input);
    case 'tgi':
      return tgiEngine(runtime, input);
    case 'triton':
      return tritonEngine(runtime, input);
    case 'custom':
      return customEngine(runtime, input);
    default:
      throw new ConfigError('MLService.runtime', {
        where: input.where,
        what: `the runtime is ${JSON.stringify(runtime)}`,
        fix: "use a factory, for example Runtime.vllm({ image: '…@sha256:…' })",
      });
  }
}
