import pc from 'picocolors';
import { ConfigError } from '../base/config-error';
import { FindingsError } from '../base/findings-error';

/** Errors about how the command was called, not about the app. */
const WRONG_USE = /^(cli|store)\./;

/** Prints an error for people or machines and sets the exit code: 1 for the app's own findings and failures, 2 for wrong use. */
export function failure(command: string, error: unknown, flags: { readonly json?: boolean }): void {
  process.exitCode = ConfigError.is(error) && WRONG_USE.test(error.code) ? 2 : 1;
  if (flags.json) process.stdout.write(`${JSON.stringify({ command, ok: false, error: errorData(error) }, null, 2)}\n`);
  else process.stderr.write(`${errorText(error)}\n`);
}

function errorText(error: unknown): string {
  if (ConfigError.is(error)) return `${pc.red('error')}  ${error.message}`;
  if (FindingsError.is(error)) return `${pc.red('error')}  ${error.message}`;
  return `${pc.red('error')}  the app failed\n${error instanceof Error ? error.stack : String(error)}`;
}

function errorData(error: unknown): object {
  if (ConfigError.is(error)) return { code: error.code, where: error.where, what: error.what, fix: error.fix };
  if (FindingsError.is(error)) return { code: 'findings', findings: error.findings };
  return {
    code: 'app',
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  };
}
