import { linesOf } from '../app/error-lines';
import { ConfigError, type ConfigErrorProps } from '../base/config-error';
import { FindingsError } from '../base/findings-error';
import type { Finding, SourcePlace } from '../check/finding';

/** What `configErrorText` writes, taken apart again: findings of a program come as text. */
const FINDING = /^(.*?): (.*)\n {2}fix: (.*) \[([\w.-]+)\]$/s;

/** An error of a program as findings, for reports: those that it collected, or itself. */
export function errorFindings(error: unknown): readonly Finding[] {
  const lines = linesOf(error);
  if (ConfigError.is(error)) return [configFinding(error.code, error, lines[0])];
  if (FindingsError.is(error)) return error.findings.map((text, index) => collected(text, lines[index]));
  const what = error instanceof Error ? error.message : String(error);
  return [{ ...GENERAL, code: 'app', ...sourcePlace(lines[0]), what: `the app failed: ${what}`, fix: 'fix the source' }];
}

const GENERAL = { severity: 'error', path: [] } as const;

function collected(text: string, lines: readonly SourcePlace[] | undefined): Finding {
  const [, where, what, fix, code] = FINDING.exec(text) ?? [];
  if (where !== undefined && what !== undefined && fix !== undefined && code !== undefined)
    return configFinding(code, { where, what, fix }, lines);
  return { ...GENERAL, code: 'app', madeAt: lines, what: text, fix: 'look at the validation of this construct' };
}

function configFinding(code: string, { where, what, fix }: ConfigErrorProps, madeAt: readonly SourcePlace[] | undefined): Finding {
  const [, file, line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(where) ?? [];
  if (file === undefined) return { ...GENERAL, code, construct: where, madeAt, what, fix };
  return { ...GENERAL, code, file, place: { line: Number(line), column: Number(column ?? 1) }, what, fix };
}

/** A failure that is no finding stands where it was thrown. */
function sourcePlace(lines: readonly SourcePlace[] | undefined): Pick<Finding, 'file' | 'place'> {
  const [place] = lines ?? [];
  return place === undefined ? {} : { file: place.file, place };
}
