import { join, resolve } from 'node:path';
import { median, wallSeconds } from './run';

const RUNS = 5;

/** Prints the wall time of `cdk8s-mlops render` on a warm cache beside `cdk8s synth` with ts-node, for one small app. */
export function benchStartUp(project: string): void {
  const root = resolve(__dirname, '..');
  const render = [join(root, 'lib/cli/main.js'), 'render', '--app', 'main.ts', '--output', 'by-render'];
  const app = `node ${join(root, 'node_modules/ts-node/dist/bin.js')} main.ts`;
  const synth = [join(root, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--app', app, '--output', 'by-synth', '--check-upgrade=false'];
  const cold = wallSeconds(process.execPath, [...render, '--no-cache'], project);
  wallSeconds(process.execPath, render, project);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    ours.push(wallSeconds(process.execPath, render, project));
    theirs.push(wallSeconds(process.execPath, synth, project));
  }
  process.stdout.write('\nstart-up: wall seconds for the app of the README, median\n');
  process.stdout.write(`cdk8s synth with ts-node ${median(theirs).toFixed(2)} s, cdk8s-mlops render ${median(ours).toFixed(2)} s, `);
  process.stdout.write(`without its cache ${cold.toFixed(2)} s: ${(median(theirs) / median(ours)).toFixed(1)}x less\n`);
}
