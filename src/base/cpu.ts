import { ConfigError } from './config-error';
import { validateArguments } from './validate-props';

/**
 * An amount of processor time, in the units of Kubernetes.
 *
 * `Cpu` of cdk8s-plus fits wherever this type is asked for.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu
 */
export class Cpu {
  /** Whole or part cores: `Cpu.cores(1.5)`. Finer than a thousandth is refused (`Cpu.cores`). */
  static cores(amount: number): Cpu {
    validateArguments('Cpu.cores', [amount]);
    const millis = Math.round(amount * 1000);
    if (isPositive(millis) && Math.abs(millis - amount * 1000) <= 1e-6) return new Cpu(quantity(millis));
    throw new ConfigError('Cpu.cores', {
      where: `Cpu.cores(${amount})`,
      what: `the amount must be a positive multiple of 0.001, got ${amount}`,
      fix: 'use Cpu.cores(0.5) or Cpu.millis(500)',
    });
  }

  /** Thousandths of a core: `Cpu.millis(250)` is a quarter. Only whole positive numbers (`Cpu.millis`). */
  static millis(amount: number): Cpu {
    validateArguments('Cpu.millis', [amount]);
    if (isPositive(amount)) return new Cpu(quantity(amount));
    const fix = 'use Cpu.millis(250)';
    throw new ConfigError('Cpu.millis', {
      where: `Cpu.millis(${amount})`,
      what: `the amount must be a positive integer, got ${amount}`,
      fix,
    });
  }

  private constructor(
    /** The quantity as Kubernetes reads it: `2`, `500m`. */
    readonly amount: string,
  ) {}
}

function isPositive(millis: number): boolean {
  return Number.isSafeInteger(millis) && millis > 0;
}

function quantity(millis: number): string {
  return millis % 1000 === 0 ? `${millis / 1000}` : `${millis}m`;
}
