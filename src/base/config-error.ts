/** What a {@link ConfigError} tells the person who must act on it. */
export interface ConfigErrorProps {
  /** Where: a construct path (`prod/training/nightly`), or a file with its line (`releases/prod.yaml:12`). */
  readonly where: string;
  /** What is wrong, with the value found. Never a secret's value. */
  readonly what: string;
  /** The change that fixes it, as something to type. */
  readonly fix: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * A mistake in the user's configuration: says where, what and how to fix.
 *
 * The code (`BatchJob.image`) is stable: tests and documentation refer to it.
 */
export class ConfigError extends Error {
  /** The stable name of the rule that was broken: the construct or module, a dot, the prop or rule. */
  readonly code: string;
  /** Where: a construct path, or a file with its line. */
  readonly where: string;
  /** What is wrong, with the value found. */
  readonly what: string;
  /** The change that fixes it. */
  readonly fix: string;

  constructor(code: string, props: ConfigErrorProps) {
    super(configErrorText(code, props), props.cause === undefined ? undefined : { cause: props.cause });
    this.name = 'ConfigError';
    this.code = code;
    this.where = props.where;
    this.what = props.what;
    this.fix = props.fix;
  }

  /** True for a `ConfigError` of any copy of this library: an app may load another than the command line. */
  static is(error: unknown): error is ConfigError {
    return error instanceof Error && error.name === 'ConfigError' && typeof (error as Partial<ConfigError>).code === 'string';
  }
}

/** Far more than a person reads. */
const LONGEST_TEXT = 1_500;

/** The text of a finding, the same for one that is thrown and one that is collected. */
export function configErrorText(code: string, props: ConfigErrorProps): string {
  return `${props.where}: ${bounded(props.what)}\n  fix: ${bounded(props.fix)} [${code}]`;
}

/** A value in it may be of any length. */
function bounded(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
