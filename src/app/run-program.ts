import { realpathSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Rendered } from '../render/render-app';
import type { AppProgram } from './app-command';
import { type HostedApp, setProgramHost } from './program-host';
import { mapStacks } from './source-stack';
import { LOADER, loadTypeScript } from './typescript-loader';
import { isTypeScript, moduleFormat } from './typescript-resolve';

/** An app that the program synthesized, rendered. */
export interface RunApp {
  readonly app: HostedApp;
  readonly rendered: Rendered;
}

/** What is called while a program runs. */
export interface ProgramEvents {
  /** An app was made, and has no children yet. */
  readonly begin: (app: HostedApp) => void;
  /** Renders an app; what it throws is the result of the program, even when the program catches it. */
  readonly render: (app: HostedApp) => Rendered;
  /** The program came to its end, and nothing of it runs any more. What follows is the end of this process. */
  readonly end: (outcome: ProgramOutcome) => void;
}

export type ProgramOutcome = { readonly apps: readonly RunApp[] } | { readonly error: unknown };

/** The program ended with another exit code than 0, which becomes that of the command. */
export class ProgramExit extends Error {
  constructor(readonly code: number) {
    super(`the program exited with code ${code}`);
  }
}

/** Frames of errors: the user's line often lies below more than ten of the library's. */
const FRAMES = 50;

/** What Node exits with when a promise that a module awaits at its top level is never settled. */
const UNSETTLED = 13;

/**
 * Runs a program as `node <entry>` would, as the main program of this process, and calls `end` as the last thing that happens in it.
 *
 * Nothing is written while it runs: every `synth()` renders in memory, so a program that fails later has changed nothing. It may print (to
 * standard error: standard output belongs to the command), wait, fail and exit, all as in Node.
 */
export function runProgram(program: AppProgram, useCache: boolean, events: ProgramEvents): void {
  const apps: RunApp[] = [];
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    failure ??= { error };
  };
  const synth = (app: HostedApp) => {
    try {
      apps.push({ app, rendered: events.render(app) });
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  setProgramHost({ begin: events.begin, synth });
  Error.stackTraceLimit = FRAMES;
  mapStacks();
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  noteFailures(fail);
  atTheEnd((error) => {
    if (error !== undefined) fail(error.thrown);
    else if (Number(process.exitCode ?? 0) !== 0) fail(new ProgramExit(Number(process.exitCode)));
    setProgramHost(undefined);
    writeAtOnce(process.stdout, 1);
    writeAtOnce(process.stderr, 2);
    events.end(failure ?? { apps });
  });
  process.argv = [process.execPath, program.entry, ...program.args];
  // Not below this call: what the main file throws is an uncaught exception, and no failed promise.
  setImmediate(() => {
    loadTypeScript(program.entry, useCache);
    runMain(program.entry);
  });
}

/** Node decides how the main file runs, apart from TypeScript that it does not know. */
function runMain(entry: string): void {
  if (isTypeScript(entry) && moduleFormat(entry) === 'commonjs') LOADER._load(entry, null, true);
  else if (entry.endsWith('.mts') && !('typescript' in process.features && process.features.typescript)) importMain(entry);
  else LOADER.runMain(entry);
}

function importMain(entry: string): void {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  void import(pathToFileURL(realpathSync(entry)).href).finally(settle);
  process.on('exit', () => {
    if (!settled) process.exitCode ??= UNSETTLED;
  });
}

/** Notes why the program ends with another code than 0. A program that handles its own errors does so. */
function noteFailures(fail: (error: unknown) => void): void {
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return;
    fail(error);
    process.exit(1);
  });
  const { exit } = process;
  process.exit = (code = process.exitCode) => {
    if (Number(code ?? 0) !== 0) fail(new ProgramExit(Number(code))); // its stack names the line
    return exit.call(process, code);
  };
}

/** Calls `act` after every `exit` listener of the program, with what one of them threw. Nothing in `act` may wait. */
function atTheEnd(act: (error?: { readonly thrown: unknown }) => void): void {
  const { emit } = process;
  process.emit = ((event: string, ...args: readonly unknown[]) => {
    if (event !== 'exit') return Reflect.apply(emit, process, [event, ...args]);
    let error: { readonly thrown: unknown } | undefined;
    try {
      Reflect.apply(emit, process, [event, ...args]);
    } catch (thrown) {
      error = { thrown };
      process.exitCode ||= 1;
    }
    act(error);
    return true;
  }) as typeof emit;
}

/** In the last moment of a process a pipe takes only what fits into it, unless it is written to until all is gone. */
function writeAtOnce(stream: NodeJS.WriteStream, descriptor: number): void {
  stream.write = ((text: string) => {
    let rest = Buffer.from(text);
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') return false; // the reader has seen enough, as `head` has
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // the reader is slow
      }
    }
    return true;
  }) as typeof stream.write;
}
