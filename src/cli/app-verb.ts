import { Command } from 'commander';
import type { RenderedApp } from '../app/rendered-objects';
import { runApps } from '../app/run-apps';
import { failure } from './failure';

/** Flags that every verb about an app has. */
export interface AppCommandFlags {
  readonly app?: string;
  readonly output?: string;
  readonly cache: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** A verb with those flags. */
export function appCommand(verb: string, description: string): Command {
  return new Command(verb)
    .description(description)
    .option('-a, --app <file>', 'file or command that makes the app (default: app in cdk8s.yaml)')
    .option('-o, --output <dir>', 'output directory for apps that do not name one (default: output in cdk8s.yaml, else dist)')
    .option('--no-cache', 'transform every TypeScript file again')
    .option('--json', 'print one JSON document for machines')
    .option('-v, --verbose', 'list every file and the whole diff')
    .allowExcessArguments(false);
}

/** How a verb about an app runs. */
export interface AppVerb {
  /** Does what may wait, and gives what is then done with the apps. */
  readonly prepare: () => Promise<VerbWork> | VerbWork;
  /** Called with the output directory of each app before it is rendered. */
  readonly beforeRender?: (outdir: string) => void;
  /** Reports a failure. @default - prints it */
  readonly fail?: (error: unknown) => void;
  /** Shows no progress. @default - quiet with --json */
  readonly quiet?: boolean;
}

/** The last thing that a verb does: nothing in it may wait. */
export type VerbWork = (apps: readonly RenderedApp[], progress: Progress) => void;

/** Runs the program of an app and does the work of a verb when it has come to its end. */
export async function runAppVerb(verb: string, flags: AppCommandFlags, { prepare, beforeRender, fail, quiet }: AppVerb): Promise<void> {
  const steps = progress(quiet ?? flags.json);
  const failed = (error: unknown) => {
    steps.done();
    if (fail === undefined) failure(verb, error, flags);
    else fail(error);
  };
  try {
    const work = await prepare();
    runApps({ ...flags, onStep: steps.step, beforeRender }, { done: (apps) => work(apps, steps), fail: failed });
  } catch (error) {
    failed(error);
  }
}

/** Shows on a terminal which step is running. */
export interface Progress {
  readonly step: (name: string) => void;
  /** Clears the line. */
  readonly done: () => void;
}

/** Progress on the error stream when that is a terminal and people read it; silent in CI and for machines. */
function progress(silent = false): Progress {
  if (silent || !process.stderr.isTTY || process.env.CI !== undefined) return { step: () => {}, done: () => {} };
  const clear = '\r\u001b[K';
  return {
    step: (name) => process.stderr.write(`${clear}${name} …`),
    done: () => process.stderr.write(clear),
  };
}
