import { spawnSync } from 'node:child_process';

/** What one run of a program cost, as the program itself reports it at its end. */
export interface Cost {
  /** CPU seconds of the whole process, user and system. */
  readonly cpu: number;
  /** Peak memory in MiB. */
  readonly memory: number;
}

/** Runs `node <file> <args>` and reads the cost that it prints. */
export function measure(file: string, args: readonly string[]): Cost {
  const result = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${args.join(' ')} failed: ${result.stderr}`);
  return JSON.parse(result.stdout) as Cost;
}

/** Wall seconds of a command that must succeed. */
export function wallSeconds(command: string, args: readonly string[], cwd: string): number {
  const start = process.hrtime.bigint();
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${result.stderr}${result.stdout}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The cost with the median CPU time. */
export function medianCost(costs: readonly Cost[]): Cost {
  const cpu = median(costs.map((cost) => cost.cpu));
  return costs.find((cost) => cost.cpu === cpu) ?? { cpu, memory: Number.NaN };
}
