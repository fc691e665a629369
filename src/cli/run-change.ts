import { existsSync } from 'node:fs';
import { type AppCommandFlags, appCommand, runAppVerb } from './app-verb';
import { type ReleaseEdit, refuseDrift, renderChange } from './change-release';
import { assertWritable, makeChange } from './make-change';
import { proofData, releasePatch, routingText } from './proof-text';
import { reportDiff } from './report/report-text';
import { treePlan } from './tree-plan';

/** Flags of the verbs that edit a release file. */
export interface ChangeFlags extends AppCommandFlags {
  readonly dryRun?: boolean;
  readonly proof?: string;
}

/** A verb with those flags. */
export function changeCommand(verb: string, description: string): ReturnType<typeof appCommand> {
  return appCommand(verb, description)
    .option('--dry-run', 'show everything and write nothing')
    .option('--proof <file>', 'where the switch proof goes (default: <release file>.<route>.proof.json)');
}

/** Carries out an edit and reports it. */
export function runChange(verb: string, edit: ReleaseEdit, flags: ChangeFlags): Promise<void> {
  return runAppVerb(verb, flags, {
    prepare: () => (apps, steps) => {
      const change = renderChange(edit, apps, flags);
      steps.done();
      if (change === 'failed') return;
      if (change === 'same')
        return report(flags, { command: verb, ok: true, changed: false }, `${edit.route} is up to date: nothing to do\n`);
      const data = proofData(verb, edit.environment, edit.route, change);
      const proof = {
        path: flags.proof ?? `${change.path.replace(/\.ya?ml$/, '')}.${edit.route}.proof.json`,
        text: `${JSON.stringify(data, null, 2)}\n`,
      };
      assertWritable(change, proof.path);
      if (flags.dryRun !== true) {
        refuseDrift(change);
        makeChange(change, proof);
      }
      const diffs = change.apps.map(({ outdir, before, after }) => reportDiff(outdir, treePlan(outdir, before, after), flags.verbose));
      const absent = change.apps
        .filter(({ outdir }) => !existsSync(outdir))
        .map(({ outdir }) => `${outdir}: does not exist, not written\n`);
      const end = flags.dryRun === true ? 'dry run: nothing was written\n' : `${absent.join('')}proof: ${proof.path}\n`;
      report(
        flags,
        { command: verb, ok: true, changed: true, dryRun: flags.dryRun === true, proof: data },
        releasePatch(change) + diffs.join('') + routingText(change) + end,
      );
    },
  });
}

function report(flags: ChangeFlags, data: object, text: string): void {
  process.stdout.write(flags.json ? `${JSON.stringify(data, null, 2)}\n` : text);
}
