import Module from 'node:module';
import { dirname } from 'node:path';
import type { Rendered } from '../render/render-app';
import type { AppProgram } from './app-command';
import type { GitOpsApp } from './gitops-app';
import { setProgramHost } from './program-host';

/** An app that the program handed over, rendered. */
export interface RunApp {
  readonly app: GitOpsApp;
  readonly rendered: Rendered;
}

/** What is called while a program runs. */
export interface ProgramEvents {
  /** An app has been made, and has no children yet. */
  readonly begin: (app: GitOpsApp) => void;
  /** Renders an app; what it throws ends the program. */
  readonly render: (app: GitOpsApp) => Rendered;
}

interface InternalModule extends NodeModule {
  _compile(code: string, filename: string): unknown;
}

type InternalModuleClass = new (id: string, parent?: NodeModule) => InternalModule;

/** Frames of errors: the user's line often lies below more than ten of the library's. */
const FRAMES = 50;

/**
 * Runs a program's bundle in this process and gives what its apps render to, once the program has come to its end.
 *
 * Nothing is written here: every `synth()` renders in memory and hands over the result, so a program that fails later has changed nothing.
 */
export function runProgram(program: AppProgram, code: string, events: ProgramEvents): Promise<readonly RunApp[]> {
  const apps: RunApp[] = [];
  const { stackTraceLimit } = Error;
  const { write } = process.stdout;
  return new Promise((resolve, reject) => {
    let failure: { readonly error: unknown } | undefined;
    const fail = (error: unknown) => {
      failure ??= { error };
      end();
    };
    const end = () => {
      process.off('beforeExit', end).off('unhandledRejection', fail).off('uncaughtException', fail);
      setProgramHost(undefined);
      Error.stackTraceLimit = stackTraceLimit;
      process.stdout.write = write;
      if (failure === undefined) resolve(apps);
      else reject(failure.error);
    };
    const synth = (app: GitOpsApp) => {
      try {
        apps.push({ app, rendered: events.render(app) });
      } catch (error) {
        failure ??= { error }; // kept even if the program swallows it
        throw error;
      }
    };
    setProgramHost({ begin: events.begin, synth });
    Error.stackTraceLimit = FRAMES;
    process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write; // the output of the command is its report
    process.once('beforeExit', end).once('unhandledRejection', fail).once('uncaughtException', fail);
    try {
      runMain(program, code);
    } catch (error) {
      fail(error);
    }
  });
}

/** Runs the code as `node <entry>` would: `require.main`, `process.argv` and module look-up are those of the entry file. */
function runMain(program: AppProgram, code: string): void {
  const main = new (Module as unknown as InternalModuleClass)('.');
  main.filename = program.entry;
  main.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(dirname(program.entry));
  process.argv = [process.argv[0] ?? 'node', program.entry, ...program.args];
  process.mainModule = main;
  main._compile(code, program.entry);
}
