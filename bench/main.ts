import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { benchHelm } from './helm';
import { readmeProject } from './readme-project';
import { benchStartUp } from './start-up';
import { benchTrees } from './trees';

/** `npm run bench [-- <charts> …]`: prints ratios against plain cdk8s, measured in one run. Numbers of charts default to 1000, 2000 and 4000. */
function main(args: readonly string[]): void {
  const folder = resolve(__dirname, '../.cache/bench');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'tree.cjs');
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
  benchTrees(program, folder, sizes);
  benchHelm(program, folder);
  benchStartUp(readmeProject(folder));
}

main(process.argv.slice(2));
