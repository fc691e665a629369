import { resolve } from 'node:path';
import { ConfigError } from '../base/config-error';
import { type AppProgram, appProgram } from './app-command';
import { constructAt } from './construct-at';
import { ConstructTraces } from './construct-traces';
import { noteLines } from './error-lines';
import { MadeAt } from './made-at';
import type { HostedApp } from './program-host';
import { readProjectConfig } from './project-config';
import type { RenderedApp } from './rendered-objects';
import { type ProgramOutcome, type RunApp, runProgram } from './run-program';
import { sourceStack } from './source-stack';

/** Which program to run, and how. */
export interface AppOptions {
  /** File or command that makes the app. @default - `app` of cdk8s.yaml */
  readonly app?: string;
  /** Output directory for apps that do not name one. @default - `output` of cdk8s.yaml, else `dist` */
  readonly output?: string;
  /** @default true */
  readonly cache?: boolean;
  /** Called with the output directory of each app before it is rendered. */
  readonly beforeRender?: (outdir: string) => void;
  /** Called before each step that may take a while. */
  readonly onStep?: (step: string) => void;
}

/** What is done with the apps of a program that came to its end. */
export interface AppWork {
  /** Called once, as the last thing in this process: nothing in it may wait. What it throws goes to `fail`. */
  readonly done: (apps: readonly RenderedApp[]) => void;
  /** Called instead when the program, an app, or `done` fails. */
  readonly fail: (error: unknown) => void;
}

/** Runs the user's program and hands over what each of its apps renders to. Writes nothing but the cache of transformed modules. */
export function runApps(options: AppOptions, work: AppWork): void {
  try {
    const config = readProjectConfig();
    const program = appProgram(options.app ?? config.app ?? missingApp());
    const output = options.output ?? config.output;
    if (output !== undefined) process.env.CDK8S_OUTDIR = output; // what `cdk8s synth` does
    options.onStep?.('rendering');
    runTraced(program, options, work);
  } catch (error) {
    work.fail(error);
  }
}

/** Runs a program and keeps where its constructs were made. */
function runTraced(program: AppProgram, { cache = true, beforeRender }: AppOptions, work: AppWork): void {
  const traces = new ConstructTraces();
  const madeAt = new MadeAt(traces);
  const apps: HostedApp[] = [];
  let rendering = false;
  const begin = (app: HostedApp) => {
    apps.push(app);
    traces.follow(app);
  };
  const render = (app: HostedApp) => {
    beforeRender?.(app.outdir);
    rendering = true;
    const rendered = traces.pause(() => app.render());
    rendering = false;
    return rendered;
  };
  const end = (outcome: ProgramOutcome) => {
    traces.end();
    try {
      if ('error' in outcome) throw outcome.error;
      work.done(
        usableApps(
          program.entry,
          outcome.apps.map((run) => renderedApp(run, madeAt)),
        ),
      );
    } catch (error) {
      noteLines(error, { madeAt, apps, rendering });
      if (error instanceof Error) error.stack = sourceStack(error);
      work.fail(error);
    }
  };
  runProgram(program, cache, { begin, render, end });
}

function renderedApp({ app, rendered }: RunApp, madeAt: MadeAt): RenderedApp {
  const lines = (path: string) => {
    const construct = constructAt(app, path);
    return construct === undefined ? [] : madeAt.of(construct);
  };
  return { outdir: app.outdir, rendered, madeAt: lines };
}

function missingApp(): never {
  const fix = 'run it where cdk8s.yaml lies, or name the file: --app main.ts';
  throw new ConfigError('cli.app', { where: process.cwd(), what: 'no app is named, neither by --app nor in cdk8s.yaml', fix });
}

function usableApps(entry: string, apps: readonly RenderedApp[]): readonly RenderedApp[] {
  if (apps.length === 0) {
    const fix = 'make a HostedApp instead of an App, and end the program with app.synth()';
    throw new ConfigError('cli.synth', { where: entry, what: 'the program ended without handing over a HostedApp', fix });
  }
  const seen = new Set<string>();
  for (const { outdir } of apps) {
    const path = resolve(outdir);
    if (seen.has(path)) {
      const fix = 'give each app its own outdir: the second would delete what the first wrote';
      throw new ConfigError('cli.outdir', { where: outdir, what: 'two apps of the program write to this directory', fix });
    }
    seen.add(path);
  }
  return apps;
}
