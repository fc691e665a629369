import type { Construct } from 'constructs';
import { type ConfigErrorProps, configErrorText } from '../base/config-error';
import { validateArguments } from '../base/validate-props';

const NONE: readonly Warning[] = [];
const WARNINGS = new WeakMap<Construct, Warning[]>();

/** Something that renders and works, and that a reviewer should know. Printed by `render` and `check`; never stops them. */
export interface Warning {
  /** The stable code. */
  readonly code: string;
  /** The construct path. */
  readonly where: string;
  /** What is unusual. */
  readonly what: string;
  /** The change that removes the warning. */
  readonly fix: string;
}

/** Notes a warning at a construct. The same warning twice at one construct is kept once. */
export function warn(construct: Construct, code: string, props: Omit<ConfigErrorProps, 'where' | 'cause'>): void {
  validateArguments('warn', [construct, code, props]);
  const known = warningsOf(construct);
  if (known.some((warning) => warning.code === code && warning.what === props.what)) return;
  WARNINGS.set(construct, [...known, { code, where: construct.node.path, what: props.what, fix: props.fix }]);
}

/** The warnings noted at one construct. */
export function warningsOf(construct: Construct): readonly Warning[] {
  return WARNINGS.get(construct) ?? NONE;
}

/** One warning as text, in the form of an error. */
export function warningText(warning: Warning): string {
  return configErrorText(warning.code, warning);
}
