import pc from 'picocolors';
import { errorFindings } from '../app/error-lines';
import { ProgramExit } from '../app/run-program';
import { ConfigError } from '../base/config-error';
import { findingsText } from '../base/finding';
import { FindingsError } from '../base/findings-error';
import { findingData } from './report/report-findings';

/** Errors about how the command was called, not about the app. */
const WRONG_USE = /^(cli|store)\./;

interface FailureFlags {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Prints an error for people or machines and sets the exit code: 1 for findings and failures of the app, 2 for wrong use. */
export function failure(command: string, error: unknown, { json, verbose }: FailureFlags): void {
  if (error instanceof ProgramExit) process.exitCode = error.code;
  else process.exitCode = ConfigError.is(error) && WRONG_USE.test(error.code) ? 2 : 1;
  if (json) process.stdout.write(`${JSON.stringify({ command, ok: false, error: errorData(error) }, null, 2)}\n`);
  else process.stderr.write(`${pc.red('error')}  ${errorText(error, verbose)}\n`);
}

function errorText(error: unknown, verbose?: boolean): string {
  if (ConfigError.is(error)) return findingsText(errorFindings(error));
  if (!FindingsError.is(error)) return `the app failed\n${error instanceof Error ? error.stack : String(error)}`;
  const findings = errorFindings(error);
  return `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}\n${findingsText(findings, verbose)}`;
}

function errorData(error: unknown): object {
  if (ConfigError.is(error)) return findingData(errorFindings(error)[0] ?? error.finding);
  if (FindingsError.is(error)) return { code: 'findings', findings: errorFindings(error).map(findingData) };
  return {
    code: 'app',
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  };
}
