import type { Size } from 'cdk8s';
import type { LimitRangeSpec, ResourceQuotaSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { kibibytes, sizeQuantity } from '../../base/units';
import { type Accelerator, checkDevice } from '../../kube/devices/accelerator';
import type { CpuAmount } from '../../kube/pod/resources';
import { wholeNumber } from '../../kube/whole-number';

import { quotaNameProblem } from './limit-names';

/**
 * What all pods of a namespace may ask for together.
 *
 * Once an amount is limited, a pod that does not ask for it is refused: give the namespace `containerDefaults` as well.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export interface Quota {
  /** Reserved processor time (`requests.cpu`). @default - no limit */
  readonly cpu?: CpuAmount;
  /** Reserved memory (`requests.memory`). @default - no limit */
  readonly memory?: Size;
  /** Size of all claims (`requests.storage`). @default - no limit */
  readonly storage?: Size;
  /**
   * Devices: `[Gpu.nvidia(8)]` gives `requests.nvidia.com/gpu`. Refused with a product, which a quota cannot tell apart, and twice for
   * one resource (`TeamNamespace.quota`).
   *
   * @default - no limit
   */
  readonly accelerators?: readonly Accelerator[];
  /** Number of pods that have not ended. @default - no limit */
  readonly pods?: number;
  /**
   * Any other limit by its name: `{ 'count/jobs.batch': '500' }`.
   *
   * Refused: a device without the prefix `requests.` (`nvidia.com/gpu`), which Kubernetes accepts and never counts, an unknown
   * name, and one that the other fields write (`TeamNamespace.quota`).
   *
   * @default - none
   */
  readonly other?: Readonly<Record<string, string>>;
}

/** The spec of a ResourceQuota. */
export function quotaSpec(where: string, quota: Quota): ResourceQuotaSpec {
  const { cpu, memory, storage, pods } = quota;
  const code = 'TeamNamespace.quota';
  const known: Record<string, string> = {
    ...(cpu === undefined ? {} : { 'requests.cpu': cpuQuantity(code, where, cpu) }),
    ...(memory === undefined ? {} : { 'requests.memory': sizeQuantity(code, where, memory) }),
    ...(storage === undefined ? {} : { 'requests.storage': sizeQuantity(code, where, storage) }),
    ...deviceLimits(where, quota.accelerators ?? []),
    ...(pods === undefined ? {} : { pods: `${wholeNumber(code, where, pods, { title: 'pods', min: 0 })}` }),
  };
  const hard = { ...known, ...otherLimits(where, quota.other ?? {}, known) };
  if (Object.keys(hard).length === 0) throw refusal(where, 'the quota limits nothing', 'name a limit, or leave quota out');
  return { hard };
}

function deviceLimits(where: string, accelerators: readonly Accelerator[]): Record<string, string> {
  const limits: Record<string, string> = {};
  for (const { resource, count, product } of accelerators) {
    checkDevice('TeamNamespace.quota', where, resource, count);
    if (product !== undefined) {
      throw refusal(where, `a quota cannot tell ${product} from other ${resource}`, 'leave the product out');
    }
    const key = `requests.${resource}`;
    if (limits[key] !== undefined) throw refusal(where, `${resource} is limited twice`, 'add the two numbers up');
    limits[key] = `${count}`;
  }
  return limits;
}

const QUANTITY = /^[0-9]+(\.[0-9]+)?(m|k|[KMGTPE]i?)?$/;

function otherLimits(
  where: string,
  other: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const [name, amount] of Object.entries(other)) {
    if (known[name] !== undefined) throw refusal(where, `${name} is limited twice`, 'remove it from other');
    const problem = quotaNameProblem(name);
    if (problem !== undefined) {
      throw refusal(
        where,
        `"${name}" ${problem.what}`,
        problem.use === undefined ? 'use a name such as "limits.memory"' : `use "${problem.use}"`,
      );
    }
    if (typeof amount === 'string' && QUANTITY.test(amount)) continue;
    throw refusal(where, `the limit of ${name} is ${JSON.stringify(amount)}`, "use a quantity as text, for example '500' or '10Gi'");
  }
  return { ...other };
}

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError('TeamNamespace.quota', { where, what, fix });
}

/**
 * What a container gets that does not say what it needs, and the most that one may ask for.
 *
 * There is no upper bound of processor time: Kubernetes would make it the CPU limit of every container that has none.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export interface ContainerDefaults {
  /** Reserved processor time. @example Cpu.millis(500) */
  readonly cpu: CpuAmount;
  /** Memory, reserved and limit alike. @example Size.gibibytes(1) */
  readonly memory: Size;
  /** The most memory that one container may have. Refused below {@link memory} (`TeamNamespace.containerDefaults`). @default - no limit */
  readonly maxMemory?: Size;
}

/** The spec of a LimitRange. */
export function limitRangeSpec(where: string, defaults: ContainerDefaults): LimitRangeSpec {
  const code = 'TeamNamespace.containerDefaults';
  const { maxMemory } = defaults;
  const memory = sizeQuantity(code, where, defaults.memory);
  if (maxMemory !== undefined && kibibytes(maxMemory) < kibibytes(defaults.memory)) {
    const what = `the most memory, ${sizeQuantity(code, where, maxMemory)}, is below the default, ${memory}`;
    throw new ConfigError(code, { where, what, fix: 'raise maxMemory, or lower memory' });
  }
  const max = maxMemory === undefined ? {} : { max: { memory: sizeQuantity(code, where, maxMemory) } };
  return {
    limits: [{ type: 'Container', defaultRequest: { cpu: cpuQuantity(code, where, defaults.cpu), memory }, default: { memory }, ...max }],
  };
}

/** The quantity of an amount of processor time; refuses what is none under `code`. */
export function cpuQuantity(code: string, where: string, cpu: CpuAmount): string {
  if (/^[0-9]+(\.[0-9]+)?m?$/.test(cpu.amount)) return cpu.amount;
  throw new ConfigError(code, {
    where,
    what: `${JSON.stringify(cpu)} is no amount of processor time`,
    fix: 'use for example Cpu.cores(64)',
  });
}
