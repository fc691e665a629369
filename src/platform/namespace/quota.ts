import type { Size } from 'cdk8s';
import type { LimitRangeSpec, ResourceQuotaSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { kibibytes, sizeQuantity } from '../../base/units';
import { type Accelerator, checkDevice } from '../../kube/devices/accelerator';
import type { CpuAmount } from '../../kube/pod/resources';
import { wholeNumber } from '../../kube/whole-number';

import { quotaNameProblem } from './limit-names';

/**
 * The total that all pods of a namespace can request.
 *
 * Once an amount is limited, Kubernetes refuses pods that do not request it: set `containerDefaults` as well.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export interface Quota {
  /** Reserved CPU (`requests.cpu`): `Cpu.cores(128)`. @default - no limit */
  readonly cpu?: CpuAmount;
  /** Reserved memory (`requests.memory`): `Size.tebibytes(1)`. @default - no limit */
  readonly memory?: Size;
  /** Size of all claims (`requests.storage`): `Size.tebibytes(10)`. @default - no limit */
  readonly storage?: Size;
  /**
   * Devices: `[Gpu.nvidia(8)]` gives `requests.nvidia.com/gpu`. One entry per resource and without a product, which a quota cannot
   * distinguish (`TeamNamespace.quota`).
   *
   * @default - no limit
   */
  readonly accelerators?: readonly Accelerator[];
  /** Number of pods that have not ended: `100`. @default - no limit */
  readonly pods?: number;
  /**
   * Any other limit by name: `{ 'count/jobs.batch': '500' }`.
   *
   * Refused: unknown names, names that other fields set, and devices without the prefix `requests.` (`nvidia.com/gpu`), which Kubernetes
   * accepts but never counts (`TeamNamespace.quota`).
   *
   * @default - none
   */
  readonly other?: Readonly<Record<string, string>>;
}

/** A quota as the spec of a ResourceQuota. */
export function resolveQuota(where: string, quota: Quota): ResourceQuotaSpec {
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
  if (Object.keys(hard).length === 0) throw refusal(where, '`quota` is empty', 'add a limit, or remove `quota`');
  return { hard };
}

function deviceLimits(where: string, accelerators: readonly Accelerator[]): Record<string, string> {
  const limits: Record<string, string> = {};
  for (const { resource, count, product } of accelerators) {
    checkDevice('TeamNamespace.quota', where, resource, count);
    if (product !== undefined) {
      throw refusal(where, `a quota cannot distinguish ${product} from other ${resource}`, 'remove the product');
    }
    const key = `requests.${resource}`;
    if (limits[key] !== undefined) throw refusal(where, `${resource} is limited twice`, 'list it once, with the sum of both');
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
    if (known[name] !== undefined) throw refusal(where, `${name} is limited twice`, 'remove it from `other`');
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
 * Requests of containers that set none, and the maximum for one container.
 *
 * There is no maximum for CPU: Kubernetes would make it the CPU limit of every container without one.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export interface ContainerDefaults {
  /** Reserved CPU. @example Cpu.millis(500) */
  readonly cpu: CpuAmount;
  /** Memory: request and limit. @example Size.gibibytes(1) */
  readonly memory: Size;
  /** Maximum memory of one container, at least {@link memory}: `Size.gibibytes(64)` (`TeamNamespace.containerDefaults`). @default - no limit */
  readonly maxMemory?: Size;
}

/** Container defaults as the spec of a LimitRange. */
export function resolveContainerDefaults(where: string, defaults: ContainerDefaults): LimitRangeSpec {
  const code = 'TeamNamespace.containerDefaults';
  const { maxMemory } = defaults;
  const memory = sizeQuantity(code, where, defaults.memory);
  if (maxMemory !== undefined && kibibytes(maxMemory) < kibibytes(defaults.memory)) {
    const what = `\`maxMemory\` ${sizeQuantity(code, where, maxMemory)} is below \`memory\` ${memory}`;
    throw new ConfigError(code, { where, what, fix: 'raise `maxMemory` or lower `memory`' });
  }
  const max = maxMemory === undefined ? {} : { max: { memory: sizeQuantity(code, where, maxMemory) } };
  return {
    limits: [{ type: 'Container', defaultRequest: { cpu: cpuQuantity(code, where, defaults.cpu), memory }, default: { memory }, ...max }],
  };
}

/** An amount of CPU as a quantity; others are refused under `code`. */
export function cpuQuantity(code: string, where: string, cpu: CpuAmount): string {
  if (/^[0-9]+(\.[0-9]+)?m?$/.test(cpu.amount)) return cpu.amount;
  throw new ConfigError(code, {
    where,
    what: `invalid amount of CPU ${JSON.stringify(cpu)}`,
    fix: 'use, for example, Cpu.cores(64)',
  });
}
