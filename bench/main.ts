import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { benchCheck } from './check';
import { benchHelm } from './helm';
import { readmeProject } from './readme-project';
import { benchStartUp } from './start-up';
import { benchTrees } from './trees';

/** `npm run bench [-- <charts> …]`: prints ratios against plain cdk8s, measured in one run. Numbers of charts default to 1000, 2000 and 4000. */
function main(args: readonly string[]): void {
  const folder = resolve(__dirname, '../.cache/bench'); // inside the package, where programs find it by its name
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'tree.cjs');
  const output = mkdtempSync(join(outputRoot(), 'cdk8s-mlops-bench-'));
  buildSync({
    entryPoints: [join(__dirname, 'tree.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external', // cdk8s and the compiled library, as an installed app loads them
    tsconfigRaw: '{}',
  });
  const sizes = args.length === 0 ? [1000, 2000, 4000] : args.map(Number);
  try {
    process.stdout.write(`output below ${outputRoot()}\n`);
    benchTrees(program, output, sizes);
    benchHelm(program, output);
    benchCheck(output, 1000);
  } finally {
    rmSync(output, { recursive: true });
  }
  benchStartUp(readmeProject(folder));
}

/** A file system in memory where there is one: a disk's first use of a block group can cost more than all the work that is measured. */
function outputRoot(): string {
  return process.env.BENCH_OUTPUT ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
}

main(process.argv.slice(2));
