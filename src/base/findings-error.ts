import { type Finding, findingsText } from './finding';

/** Several mistakes found together: all wrong props of one construct, or objects that are each right and do not fit one another. */
export class FindingsError extends Error {
  /** All of them; the message folds a long list. */
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}\n${findingsText(findings)}`);
    this.name = 'FindingsError';
    this.findings = findings;
  }

  /** True for a `FindingsError` of any copy of this library: an app may load another than the command line. */
  static is(error: unknown): error is FindingsError {
    return error instanceof Error && error.name === 'FindingsError' && Array.isArray((error as Partial<FindingsError>).findings);
  }
}
