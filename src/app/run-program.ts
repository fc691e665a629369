import type { Rendered } from '../render/render-app';
import type { AppProgram } from './app-command';
import { borrowProcess } from './borrowed-process';
import { codeModule } from './code-module';
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

/** Thrown where a program ends itself: nothing after that line runs. */
const LEFT = Symbol('the program ended itself');

/**
 * Runs a program's bundle in this process and gives what its apps render to, once the program has come to its end.
 *
 * Nothing is written here: every `synth()` renders in memory and hands over the result, so a program that fails later has changed nothing.
 */
export function runProgram(program: AppProgram, code: string, events: ProgramEvents): Promise<readonly RunApp[]> {
  const apps: RunApp[] = [];
  let failure: { readonly error: unknown } | undefined;
  const synth = (app: GitOpsApp) => {
    try {
      apps.push({ app, rendered: events.render(app) });
    } catch (error) {
      failure ??= { error }; // kept even if the program swallows it
      throw error;
    }
  };
  setProgramHost({ begin: events.begin, synth });
  return untilItsEnd(() => runMain(program, code)).then(
    () => {
      if (failure !== undefined) throw failure.error;
      return apps;
    },
    (error: unknown) => {
      throw failure === undefined ? error : failure.error;
    },
  );
}

/** Runs a program until nothing is left to do, it fails, or it ends itself. */
function untilItsEnd(run: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let outcome: () => void = resolve;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      process.off('beforeExit', end).off('unhandledRejection', fail).off('uncaughtException', fail);
      setProgramHost(undefined);
      giveBack();
      outcome();
    };
    const fail = (error: unknown) => {
      if (error === LEFT) return; // its end is on its way
      outcome = () => reject(error);
      end();
    };
    const giveBack = borrowProcess((status = process.exitCode) => {
      const error = new Error(`the program ended itself with exit code ${status}`);
      if (Number(status ?? 0) !== 0) outcome = () => reject(error);
      setImmediate(end);
      throw LEFT;
    });
    process.once('beforeExit', end).once('unhandledRejection', fail).once('uncaughtException', fail);
    try {
      run();
    } catch (error) {
      fail(error);
    }
  });
}

/** Runs the code as `node <entry>` would: `require.main`, `process.argv` and module look-up are those of the entry file. */
function runMain(program: AppProgram, code: string): void {
  const main = codeModule(program.entry, '.');
  process.argv = [process.argv[0] ?? 'node', program.entry, ...program.args];
  process.mainModule = main;
  main._compile(code, program.entry);
}
