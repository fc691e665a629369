import type { Command } from 'commander';
import { collectApps } from '../app/collect-apps';
import { hasChanges } from '../store/change';
import { planTree } from '../store/plan-tree';
import { type AppCommandFlags, appCommand } from './app-command-options';
import { failure } from './failure';
import { progress } from './progress';
import { reportJson } from './report-json';
import { reportDiff, reportDrift, reportWarnings } from './report-text';

/** `cdk8s-mlops check`: compares the output directory with what the app renders, and writes nothing. */
export function checkCommand(): Command {
  return appCommand(
    'check',
    'Compare the output directory with what the app renders; exit 1 and show the difference when they are not equal',
  ).action(check);
}

async function check(flags: AppCommandFlags): Promise<void> {
  const steps = progress(flags.json);
  try {
    const apps = await collectApps({ ...flags, onStep: steps.step });
    steps.step('comparing');
    const plans = apps.map(({ outdir, rendered }) => ({ outdir, plan: planTree(outdir, rendered.tree), warnings: rendered.warnings }));
    steps.done();
    if (plans.some(({ plan }) => hasChanges(plan))) process.exitCode = 1;
    if (flags.json) return reportJson('check', plans);
    for (const { outdir, plan, warnings } of plans) {
      process.stdout.write(reportWarnings(warnings) + reportDrift(outdir, plan, flags.verbose) + reportDiff(outdir, plan, flags.verbose));
    }
  } catch (error) {
    steps.done();
    failure('check', error, flags);
  }
}
