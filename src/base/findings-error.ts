/**
 * Several mistakes found together: objects that are each right and do not fit one another.
 *
 * Each finding reads like a `ConfigError`: where, what, how to fix, code.
 */
export class FindingsError extends Error {
  /** Every finding, in the order in which it was found. */
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}\n${findings.join('\n')}`);
    this.name = 'FindingsError';
    this.findings = findings;
  }

  /** True for a `FindingsError` of any copy of this library: an app may load another than the command line. */
  static is(error: unknown): error is FindingsError {
    return error instanceof Error && error.name === 'FindingsError' && Array.isArray((error as Partial<FindingsError>).findings);
  }
}
