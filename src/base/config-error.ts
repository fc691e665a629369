import { errorFinding, type Finding, findingText } from './finding';

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
 * A mistake in the user's configuration: states where, what and how to fix it.
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
    super(findingText(errorFinding(code, props)), props.cause === undefined ? undefined : { cause: props.cause });
    this.name = 'ConfigError';
    this.code = code;
    this.where = props.where;
    this.what = props.what;
    this.fix = props.fix;
  }

  /** The error as a finding. */
  get finding(): Finding {
    return errorFinding(this.code, this);
  }

  /** True for a `ConfigError` of any copy of this library: an app may load another than the command line. */
  static is(error: unknown): error is ConfigError {
    return error instanceof Error && error.name === 'ConfigError' && typeof (error as Partial<ConfigError>).code === 'string';
  }
}
