import { type Command, Option } from 'commander';
import { errorFindings } from '../app/error-lines';
import { readManifests } from '../app/read-manifests';
import { appWarnings, hasErrors, type RenderedApp, renderedObjects } from '../app/rendered-objects';
import { type Finding, fileFinding } from '../base/finding';
import { type CheckOptions, checkObjects } from '../check/check-objects';
import { immutableFindings } from '../check/delivery/immutable-fields';
import type { CheckedObject } from '../check/index/checked-object';
import { hasChanges, type Plan } from '../store/change';
import { planTree } from '../store/plan-tree';
import { type AppCommandFlags, appCommand, runAppVerb } from './app-verb';
import { changedObjects } from './changed-objects';
import { failure } from './failure';
import { FORMATS, type ReportFormat, reportFindings } from './report/report-findings';
import { type AppReport, reportJson } from './report/report-json';
import { reportDiff, reportDrift, reportWarnings, shownChanges } from './report/report-text';
import { checkOptions, type ValidationFlags, withValidation } from './validation-options';

type CheckFlags = AppCommandFlags & ValidationFlags & { readonly format: ReportFormat };

/** `cdk8s-mlops check`: validates what the app renders, compares it with the output directory, and writes nothing. */
export function checkCommand(): Command {
  const command = appCommand(
    'check',
    'Validate every object and compare the output directory with what the app renders; exit 1 on errors and differences',
  );
  return withValidation(command)
    .argument('[paths...]', 'check these files and directories of YAML instead of an app')
    .addOption(new Option('--format <format>', 'form of the findings').choices([...FORMATS]).default('text'))
    .action((paths: readonly string[], flags: CheckFlags) => (paths.length > 0 ? checkFiles(paths, flags) : checkApps(flags)));
}

async function checkFiles(paths: readonly string[], flags: CheckFlags): Promise<void> {
  try {
    const options = await checkOptions(flags);
    const { objects, findings } = readManifests(paths);
    report([...findings, ...(flags.validate ? checkObjects(objects, options) : [])], flags);
    const count = objects.filter(({ unseen }) => unseen !== true).length;
    if (flags.format === 'text' && !flags.json) process.stdout.write(`${count} ${count === 1 ? 'object' : 'objects'} checked\n`);
  } catch (error) {
    refuse(error, flags);
  }
}

function checkApps(flags: CheckFlags): Promise<void> {
  const quiet = flags.json || flags.format !== 'text';
  return runAppVerb('check', flags, {
    quiet,
    fail: (error) => refuse(error, flags),
    prepare: async () => {
      const options = await checkOptions(flags);
      return (apps, steps) => {
        steps.step('comparing');
        const plans = apps.map((app) => ({
          app,
          outdir: app.outdir,
          plan: planTree(app.outdir, app.rendered.tree),
          warnings: appWarnings(app),
        }));
        steps.step('validating');
        const findings = flags.validate ? plans.flatMap(({ app, plan }) => findingsOf(app, plan, options)) : [];
        steps.done();
        if (plans.some(({ plan }) => hasChanges(plan)) || hasErrors(findings)) process.exitCode = 1;
        if (flags.json || flags.format === 'json') reportJson('check', plans, findings);
        else if (quiet) report([...findings, ...plans.flatMap(planFindings)], flags);
        else reportText(plans, findings, flags);
      };
    },
  });
}

function reportText(plans: readonly AppReport[], findings: readonly Finding[], flags: CheckFlags): void {
  for (const { outdir, plan, warnings } of plans) {
    process.stdout.write(
      reportWarnings(warnings, flags.verbose) + reportDrift(outdir, plan, flags.verbose) + reportDiff(outdir, plan, flags.verbose),
    );
  }
  process.stdout.write(reportFindings(findings, 'text', flags.verbose));
}

function planFindings({ outdir, plan, warnings }: AppReport): readonly Finding[] {
  return [...driftFindings(outdir, plan), ...warnings];
}

/** An app that fails is in the report, too, for those who read only that. */
function refuse(error: unknown, { json, format, verbose }: CheckFlags): void {
  failure('check', error, { json: json || format === 'json', verbose });
  if (!json && format !== 'json' && format !== 'text' && process.exitCode === 1)
    process.stdout.write(reportFindings(errorFindings(error), format, verbose));
}

function findingsOf(app: RenderedApp, plan: Plan, options: CheckOptions): readonly Finding[] {
  const objects = renderedObjects(app);
  return [...checkObjects(objects, options), ...immutable(app.outdir, plan, objects)];
}

function immutable(outdir: string, plan: Plan, objects: readonly CheckedObject[]): readonly Finding[] {
  return changedObjects(outdir, plan, objects).flatMap(({ before, after }) => immutableFindings(before, after));
}

function report(findings: readonly Finding[], { format, json, verbose }: CheckFlags): void {
  if (hasErrors(findings)) process.exitCode = 1;
  process.stdout.write(reportFindings(findings, json ? 'json' : format, verbose));
}

/** Reports for machines contain the differences too: one finding per file. */
function driftFindings(outdir: string, plan: Plan): readonly Finding[] {
  return shownChanges(plan).map(({ path, change }) => {
    const what = `the file differs from what the app renders: it would be ${change}`;
    return fileFinding(`${outdir}/${path}`, { line: 1, column: 1 }, { code: 'check.drift', what, fix: 'render and commit' });
  });
}
