import type { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import type { EnvVariables } from '../../kube/pod/environment-variables';
import type { ImageReference } from '../../kube/pod/image';
import type { ServerPort } from '../../kube/server/resolve-server';
import type { ModelTarget } from '../model/resolve-model';

/** What the pods of a group run that are not its leader. */
export interface WorkerCommand {
  /** The command: `['serve-worker']`. @default - that of the runtime */
  readonly command?: readonly string[];
  /** The arguments: `['--rank=$(LWS_WORKER_INDEX)']`. @default - those of the runtime */
  readonly args?: readonly string[];
}

/** What a service tells its runtime. */
export interface EngineInput {
  readonly where: string;
  readonly app: string;
  readonly image: ImageReference;
  readonly target: ModelTarget;
  /** Devices of one pod; 0 for none. */
  readonly devices: number;
  /** Pods that serve as one. */
  readonly nodes: number;
  /** What the others of them run, where the user decides. */
  readonly worker?: WorkerCommand;
  readonly drainSeconds: number;
  /** Variables that the user sets. */
  readonly env: EnvVariables | undefined;
}

/** What a runtime needs from its pod: the one place that knows each server's options, paths and habits. */
export interface Engine {
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env: EnvVariables;
  /** What runs on the nodes beyond the first. */
  readonly worker?: WorkerCommand;
  /** The first one serves HTTP. */
  readonly ports: readonly [ServerPort, ...ServerPort[]];
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

/** Options that do not belong into `args`, each with what to do instead. */
type DerivedOptions = Readonly<Record<string, string>>;

export const FIXED_PORT = 'remove it: the service sets the port, and callers use its Service';
export const TLS = 'remove it and end TLS at the gateway: the probes speak plain HTTP';

/** Refuses arguments that would contradict the pod, its probes and its ports, and those that hold secrets. */
export function refuseDerivedArgs(where: string, args: readonly string[] | undefined, derived: DerivedOptions): void {
  for (const argument of args ?? []) {
    const [option = ''] = argument.split('=');
    // Python's parsers accept "_" for "-".
    const name = option.startsWith('--') ? option.replaceAll('_', '-') : option;
    const fix = Object.hasOwn(derived, name) ? derived[name] : undefined;
    if (fix === undefined) continue;
    throw new ConfigError('MLService.args', { where, what: `args must not contain ${option}: the service sets it`, fix });
  }
}

/** Variables for servers that write below their home directory, run by a user that the image may not know. */
export function homeEnv(user: string): EnvVariables {
  // Without USER, PyTorch asks the password file for the user's name and fails: pytorch/pytorch#140765, vllm-project/vllm#44548.
  return { HOME: '/tmp', USER: user };
}
