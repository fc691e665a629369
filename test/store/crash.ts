import { mkdirSync } from 'node:fs';
import { planOnDisk } from '../../src/store/plan-tree';
import { runStep } from '../../src/store/run-step';
import { stagingOf } from '../../src/store/staging';
import { type WriteStep, writeSteps } from '../../src/store/write-steps';
import { type Files, put, treeOf } from './on-disk';

/** Runs the first `count` steps of a write, and leaves the directory as a process that is killed there would. */
export function crashAfter(root: string, files: Files, count: number): void {
  put(root, { '.cdk8s-mlops.staging/lock': `${process.pid}\n`, '.cdk8s-mlops.staging/.gitignore': '*\n' });
  const steps = stepsFor(root, files);
  mkdirSync(stagingOf(root).files, { recursive: true });
  for (const step of steps.slice(0, count)) runStep(root, step);
}

export function stepsFor(root: string, files: Files): WriteStep[] {
  return writeSteps(planOnDisk(root, treeOf(files)));
}

/** The number of steps after which the new tree is the one that will stand. */
export function stepsToCommit(root: string, files: Files): number {
  return stepsFor(root, files).findIndex((step) => step.do === 'commit') + 1;
}
