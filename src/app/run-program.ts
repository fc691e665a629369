import Module from 'node:module';
import { dirname } from 'node:path';
import type { Rendered } from '../render/render-app';
import type { AppProgram } from './app-command';
import { setSynthHost } from './synth-host';

/** An app that the program handed over, rendered. */
export interface RenderedApp {
  readonly outdir: string;
  readonly rendered: Rendered;
}

interface InternalModule extends NodeModule {
  _compile(code: string, filename: string): unknown;
}

type InternalModuleClass = new (id: string, parent?: NodeModule) => InternalModule;

/**
 * Runs a program's bundle in this process and gives what its apps render to, once the program has come to its end.
 *
 * Nothing is written here: every `synth()` renders in memory and hands over the result, so a program that fails later has changed nothing.
 */
export function runProgram(program: AppProgram, code: string, beforeRender: (outdir: string) => void): Promise<readonly RenderedApp[]> {
  const apps: RenderedApp[] = [];
  return new Promise((resolve, reject) => {
    let failure: { readonly error: unknown } | undefined;
    const fail = (error: unknown) => {
      failure ??= { error };
      end();
    };
    const end = () => {
      process.off('beforeExit', end).off('unhandledRejection', fail).off('uncaughtException', fail);
      setSynthHost(undefined);
      if (failure === undefined) resolve(apps);
      else reject(failure.error);
    };
    setSynthHost((app) => {
      try {
        beforeRender(app.outdir);
        apps.push({ outdir: app.outdir, rendered: app.render() });
      } catch (error) {
        failure ??= { error }; // kept even if the program swallows it
        throw error;
      }
    });
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
