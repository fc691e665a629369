import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { FindingsError } from '../base/findings-error';
import { constructOfFinding } from './construct-at';
import type { MadeAt } from './made-at';
import type { SourceLines } from './rendered-objects';

const LINES = new WeakMap<object, readonly SourceLines[]>();

/** The lines of source that led to an error: one list, or one for each finding of a FindingsError. */
export function linesOf(error: unknown): readonly SourceLines[] {
  return (typeof error === 'object' && error !== null && LINES.get(error)) || [];
}

/** What is known of a program when it failed. */
export interface FailedProgram {
  readonly madeAt: MadeAt;
  readonly apps: readonly Construct[];
  /** The error was thrown while an app was rendered: its stack tells of `synth()` alone. */
  readonly rendering: boolean;
}

/** Finds those lines and notes them. */
export function noteLines(error: unknown, { madeAt, apps, rendering }: FailedProgram): void {
  const made = (text: string) => {
    const construct = constructOfFinding(apps, text);
    return construct === undefined ? [] : madeAt.of(construct);
  };
  if (FindingsError.is(error)) LINES.set(error, error.findings.map(made));
  else if (ConfigError.is(error)) {
    if (/:\d+$/.test(error.where)) return; // it names a line of its own
    LINES.set(error, [rendering ? made(`${error.where}: `) : madeAt.ofStack(error.stack ?? '')]);
  } else if (error instanceof Error) LINES.set(error, [madeAt.ofStack(error.stack ?? '')]);
}
