import type { Command } from 'commander';
import { appFindings, appWarnings, hasErrors, type RenderedApp } from '../app/rendered-objects';
import type { Finding } from '../base/finding';
import { recover } from '../store/recover';
import { writeTree } from '../store/write-tree';
import { type AppCommandFlags, appCommand, runAppVerb } from './app-verb';
import { findingData, reportFindings } from './report/report-findings';
import { type AppReport, reportJson } from './report/report-json';
import { reportChanges, reportWarnings } from './report/report-text';
import { checkOptions, type ValidationFlags, withValidation } from './validation-options';

/** `cdk8s-mlops render`: runs the app and brings its output directory to what it renders. */
export function renderCommand(): Command {
  const command = appCommand(
    'render',
    'Run the app, validate every object and write what it renders; prints what was created, configured, unchanged and deleted',
  );
  return withValidation(command).action(render);
}

function render(flags: AppCommandFlags & ValidationFlags): Promise<void> {
  return runAppVerb('render', flags, {
    beforeRender: recover,
    prepare: async () => {
      const options = await checkOptions(flags);
      return (apps, steps) => {
        steps.step('validating');
        const findings = flags.validate ? apps.flatMap((app) => appFindings(app, options)) : [];
        steps.step('writing');
        const plans = hasErrors(findings) ? undefined : apps.map(written);
        steps.done();
        if (plans === undefined) refuse(findings, flags);
        else report(plans, findings, flags);
      };
    },
  });
}

function written(app: RenderedApp): AppReport {
  return { outdir: app.outdir, plan: writeTree(app.outdir, app.rendered.tree), warnings: appWarnings(app) };
}

function report(plans: readonly AppReport[], findings: readonly Finding[], flags: AppCommandFlags): void {
  if (flags.json) {
    reportJson('render', plans, findings);
    return;
  }
  for (const { outdir, plan, warnings } of plans)
    process.stdout.write(reportWarnings(warnings, flags.verbose) + reportChanges(outdir, plan, flags.verbose));
  process.stdout.write(reportFindings(findings, 'text', flags.verbose));
}

/** Nothing is written: the output directory keeps the last valid render. */
function refuse(findings: readonly Finding[], { json, verbose }: AppCommandFlags): void {
  process.exitCode = 1;
  if (json) process.stdout.write(`${JSON.stringify({ command: 'render', ok: false, findings: findings.map(findingData) }, null, 2)}\n`);
  else process.stderr.write(`${reportFindings(findings, 'text', verbose)}nothing was written; --no-validate writes without validation\n`);
}
