import type { Command } from 'commander';
import { collectApps } from '../app/collect-apps';
import type { Finding } from '../check/finding';
import { recover } from '../store/recover';
import { writeTree } from '../store/write-tree';
import { type AppCommandFlags, appCommand } from './app-command-options';
import { appWarnings } from './app-warnings';
import { appFindings, hasErrors } from './check';
import { failure } from './failure';
import { progress } from './progress';
import { findingData, reportFindings } from './report-findings';
import { reportJson } from './report-json';
import { reportChanges, reportWarnings } from './report-text';
import { checkOptions, type ValidationFlags, withValidation } from './validation-options';

/** `cdk8s-mlops render`: runs the app and brings its output directory to what it renders. */
export function renderCommand(): Command {
  const command = appCommand(
    'render',
    'Run the app, validate every object and write what it renders; prints what was created, configured, unchanged and deleted',
  );
  return withValidation(command).action(render);
}

async function render(flags: AppCommandFlags & ValidationFlags): Promise<void> {
  const steps = progress(flags.json);
  try {
    const options = await checkOptions(flags);
    const apps = await collectApps({ ...flags, onStep: steps.step, beforeRender: recover });
    steps.step('validating');
    const findings = flags.validate ? appFindings(apps, options) : [];
    if (hasErrors(findings)) {
      steps.done();
      refuse(findings, flags);
      return;
    }
    steps.step('writing');
    const plans = apps.map((app) => ({ outdir: app.outdir, plan: writeTree(app.outdir, app.rendered.tree), warnings: appWarnings(app) }));
    steps.done();
    if (flags.json) return reportJson('render', plans, findings);
    for (const { outdir, plan, warnings } of plans)
      process.stdout.write(reportWarnings(warnings) + reportChanges(outdir, plan, flags.verbose));
    process.stdout.write(reportFindings(findings, 'text'));
  } catch (error) {
    steps.done();
    failure('render', error, flags);
  }
}

/** Nothing is written: what stands in the output directory is what was right before. */
function refuse(findings: readonly Finding[], { json }: AppCommandFlags): void {
  process.exitCode = 1;
  if (json) process.stdout.write(`${JSON.stringify({ command: 'render', ok: false, findings: findings.map(findingData) }, null, 2)}\n`);
  else process.stderr.write(`${reportFindings(findings, 'text')}nothing was written; --no-validate writes all the same\n`);
}
