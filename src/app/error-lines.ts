import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import type { Finding } from '../base/finding';
import { FindingsError } from '../base/findings-error';
import { constructAt } from './construct-at';
import type { MadeAt } from './made-at';
import type { SourceLines } from './rendered-objects';

const FINDINGS = new WeakMap<object, readonly Finding[]>();

/** An error of a program as findings: those that it carries, or the error itself. */
export function errorFindings(error: unknown): readonly Finding[] {
  const known = typeof error === 'object' && error !== null ? FINDINGS.get(error) : undefined;
  return known ?? findingsOf(error, () => []);
}

/** What is known of a program when it failed. */
export interface FailedProgram {
  readonly madeAt: MadeAt;
  readonly apps: readonly Construct[];
  /** The error was thrown while an app was rendered: its stack then holds nothing but `synth()`. */
  readonly rendering: boolean;
}

/** Adds the lines of source that led to an error, for {@link errorFindings}. */
export function noteLines(error: unknown, { madeAt, apps, rendering }: FailedProgram): void {
  if (!(error instanceof Error)) return;
  const made = (where: string): SourceLines => {
    const construct = apps.map((app) => constructAt(app, where)).find((found) => found !== undefined);
    return construct === undefined ? [] : madeAt.of(construct);
  };
  const { stack = '' } = error;
  const fromConstruct = FindingsError.is(error) || (ConfigError.is(error) && rendering);
  FINDINGS.set(
    error,
    findingsOf(error, (where) => (fromConstruct ? made(where) : madeAt.ofStack(stack))),
  );
}

function findingsOf(error: unknown, linesOf: (where: string) => SourceLines): readonly Finding[] {
  if (ConfigError.is(error)) return [withSubject(error.finding, linesOf)];
  if (FindingsError.is(error)) return error.findings.map((finding) => withSubject(finding, linesOf));
  const what = error instanceof Error ? error.message : String(error);
  const [line] = linesOf('');
  const finding: Finding = {
    code: 'app',
    severity: 'error',
    where: line?.file ?? 'app',
    what: `the app failed: ${what}`,
    fix: 'fix the source',
  };
  return [line === undefined ? finding : { ...finding, subject: { file: line.file, positionOf: () => line } }];
}

/** A construct with the lines that made it, or a line of a file: `releases/prod.yaml:12`. */
function withSubject(finding: Finding, linesOf: (where: string) => SourceLines): Finding {
  if (finding.subject !== undefined) return finding;
  const { where } = finding;
  const [, file, line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(where) ?? [];
  if (file === undefined) return { ...finding, subject: { construct: where, madeAt: () => linesOf(where) } };
  const position = { line: Number(line), column: Number(column ?? 1) };
  return { ...finding, where: file, subject: { file, positionOf: () => position } };
}
