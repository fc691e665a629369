import type { Command } from 'commander';
import { collectApps } from '../app/collect-apps';
import { recover } from '../store/recover';
import { writeTree } from '../store/write-tree';
import { type AppCommandFlags, appCommand } from './app-command-options';
import { failure } from './failure';
import { progress } from './progress';
import { reportJson } from './report-json';
import { reportChanges, reportWarnings } from './report-text';

/** `cdk8s-mlops render`: runs the app and brings its output directory to what it renders. */
export function renderCommand(): Command {
  return appCommand('render', 'Run the app and write what it renders; prints what was created, configured, unchanged and deleted').action(
    render,
  );
}

async function render(flags: AppCommandFlags): Promise<void> {
  const steps = progress(flags.json);
  try {
    const apps = await collectApps({ ...flags, onStep: steps.step, beforeRender: recover });
    steps.step('writing');
    const plans = apps.map(({ outdir, rendered }) => ({ outdir, plan: writeTree(outdir, rendered.tree), warnings: rendered.warnings }));
    steps.done();
    if (flags.json) reportJson('render', plans);
    else
      for (const { outdir, plan, warnings } of plans)
        process.stdout.write(reportWarnings(warnings) + reportChanges(outdir, plan, flags.verbose));
  } catch (error) {
    steps.done();
    failure('render', error, flags);
  }
}
