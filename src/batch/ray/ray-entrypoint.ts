import { ConfigError } from '../../base/config-error';
import { yamlDocument } from '../../manifest/yaml-text';
import type { RayOptions } from './ray-engine';
import type { RayJobSpec } from './ray-job-spec';

/** What is submitted, and what Ray keeps for it. */
export function entrypointFields(
  where: string,
  { entrypoint, entrypointResources = {} }: RayOptions,
): Pick<RayJobSpec, 'entrypoint' | 'entrypointNumCpus' | 'entrypointNumGpus'> {
  // KubeRay puts it into a line of a shell script.
  if (typeof entrypoint !== 'string' || entrypoint.trim() === '' || entrypoint.includes('\n')) {
    const what = `entrypoint is ${JSON.stringify(entrypoint)}`;
    throw new ConfigError('BatchJob.entrypoint', { where, what, fix: "write one line of shell: entrypoint: 'python train.py'" });
  }
  const { cpus, gpus } = entrypointResources;
  return {
    entrypoint,
    ...(cpus === undefined ? {} : { entrypointNumCpus: amount(where, 'cpus', cpus) }),
    ...(gpus === undefined ? {} : { entrypointNumGpus: amount(where, 'gpus', gpus) }),
  };
}

function amount(where: string, title: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  const what = `entrypointResources.${title} is ${value}`;
  throw new ConfigError('BatchJob.entrypointResources', { where, what, fix: 'use a number above zero, or leave it out' });
}

/** The runtime environment as the text that a RayJob holds. */
export function runtimeEnvField(where: string, { runtimeEnv }: RayOptions): Pick<RayJobSpec, 'runtimeEnvYAML'> {
  if (runtimeEnv === undefined) return {};
  if (typeof runtimeEnv !== 'object' || runtimeEnv === null || Array.isArray(runtimeEnv) || !isPlain(runtimeEnv)) {
    const what = `runtimeEnv is ${JSON.stringify(runtimeEnv)}`;
    throw new ConfigError('BatchJob.runtimeEnv', {
      where,
      what,
      fix: "use plain data: { pip: ['emoji==2.14.0'], env_vars: { SEED: '7' } }",
    });
  }
  return { runtimeEnvYAML: yamlDocument(runtimeEnv) };
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value === 'object' && value !== null) {
    return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
  }
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
