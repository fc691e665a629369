import { ConfigError } from '../base/config-error';
import type { CpuAmount } from '../kube/pod/resources';

/** The quantity of an amount of processor time; refuses what is none under `code`. */
export function cpuQuantity(code: string, where: string, cpu: CpuAmount): string {
  if (/^[0-9]+(\.[0-9]+)?m?$/.test(cpu.amount)) return cpu.amount;
  throw new ConfigError(code, {
    where,
    what: `${JSON.stringify(cpu)} is no amount of processor time`,
    fix: 'use for example Cpu.cores(64)',
  });
}
