import pc from 'picocolors';
import { linesOf } from '../app/error-lines';
import { ProgramExit } from '../app/run-program';
import { ConfigError } from '../base/config-error';
import { FindingsError } from '../base/findings-error';
import { withMadeAt } from './findings-by-object';

/** Errors about how the command was called, not about the app. */
const WRONG_USE = /^(cli|store)\./;

/** Prints an error for people or machines and sets the exit code: 1 for the app's own findings and failures, 2 for wrong use. */
export function failure(command: string, error: unknown, flags: { readonly json?: boolean }): void {
  if (error instanceof ProgramExit) process.exitCode = error.code;
  else process.exitCode = ConfigError.is(error) && WRONG_USE.test(error.code) ? 2 : 1;
  if (flags.json) process.stdout.write(`${JSON.stringify({ command, ok: false, error: errorData(error) }, null, 2)}\n`);
  else process.stderr.write(`${pc.red('error')}  ${errorText(error)}\n`);
}

function errorText(error: unknown): string {
  if (ConfigError.is(error)) return withMadeAt(error.message, linesOf(error)[0] ?? []);
  if (FindingsError.is(error)) {
    const lines = linesOf(error);
    return new FindingsError(error.findings.map((finding, index) => withMadeAt(finding, lines[index] ?? []))).message;
  }
  return `the app failed\n${error instanceof Error ? error.stack : String(error)}`;
}

function errorData(error: unknown): object {
  if (ConfigError.is(error)) {
    const { code, where, what, fix } = error;
    return { code, where, what, fix, madeAt: linesOf(error)[0] ?? [] };
  }
  if (FindingsError.is(error)) return { code: 'findings', findings: error.findings, madeAt: linesOf(error) };
  return {
    code: 'app',
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  };
}
