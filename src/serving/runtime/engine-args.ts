import { ConfigError } from '../../base/config-error';
import type { EnvVariables } from '../../kube/pod/environment-variables';

/** Options that do not belong into `args`, each with what to do instead. */
export type DerivedOptions = Readonly<Record<string, string>>;

export const FIXED_PORT = 'leave the port to the service: callers use its Service';
export const TLS = 'end TLS at the gateway: the probes speak plain HTTP';

/** Refuses arguments that would contradict what the pod, its probes and its ports were derived from, and those that hold secrets. */
export function refuseDerivedArgs(where: string, args: readonly string[] | undefined, derived: DerivedOptions): void {
  for (const argument of args ?? []) {
    if (typeof argument !== 'string') {
      const fix = `write text: '${String(argument)}'`;
      throw new ConfigError('MLService.args', { where, what: `the argument ${String(argument)} is no text`, fix });
    }
    const [option = ''] = argument.split('=');
    // Python's parsers take "_" for "-".
    const name = option.startsWith('--') ? option.replaceAll('_', '-') : option;
    if (!Object.hasOwn(derived, name)) continue;
    throw new ConfigError('MLService.args', {
      where,
      what: `args contain ${option}, which the service decides`,
      fix: derived[name] as string,
    });
  }
}

/** Variables for servers that write below their home directory, run by a user that the image may not know. */
export function homeEnv(user: string): EnvVariables {
  // Without USER, PyTorch asks the password file for the user's name and fails: pytorch/pytorch#140765, vllm-project/vllm#44548.
  return { HOME: '/tmp', USER: user };
}
