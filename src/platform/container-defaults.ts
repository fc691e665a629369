import type { Size } from 'cdk8s';
import type { LimitRangeSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { kibibytes, sizeQuantity } from '../base/units';
import type { CpuAmount } from '../kube/pod/resources';
import { requireProps } from '../kube/required-props';
import { cpuQuantity } from './cpu-quantity';

/**
 * What a container gets that does not say what it needs, and the most that one may ask for.
 *
 * There is no upper bound of processor time: Kubernetes would make it the CPU limit of every container that has none.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export interface ContainerDefaults {
  /** Reserved processor time. */
  readonly cpu: CpuAmount;
  /** Memory, reserved and limit alike. */
  readonly memory: Size;
  /** The most memory that one container may have. Refused below {@link memory} (`TeamNamespace.containerDefaults`). @default - no limit */
  readonly maxMemory?: Size;
}

/** The spec of a LimitRange. */
export function limitRangeSpec(where: string, defaults: ContainerDefaults): LimitRangeSpec {
  const code = 'TeamNamespace.containerDefaults';
  requireProps(code, where, defaults, { cpu: 'Cpu.millis(500)', memory: 'Size.gibibytes(1)' });
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
