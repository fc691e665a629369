import type { Construct } from 'constructs';
import { type ConfigErrorProps, configErrorText } from '../base/config-error';

const WARNING = 'cdk8s-mlops:warning';

/** Something that renders and works, and that a reviewer should know. Printed by `render` and `check`; never stops them. */
export interface Warning {
  readonly code: string;
  readonly where: string;
  readonly what: string;
  readonly fix: string;
}

/** Notes a warning at a construct. The same code twice at one construct is kept once. */
export function warn(construct: Construct, code: string, props: Omit<ConfigErrorProps, 'where' | 'cause'>): void {
  const warning: Warning = { code, where: construct.node.path, what: props.what, fix: props.fix };
  if (warningsOf(construct).some((known) => known.code === code && known.what === warning.what)) return;
  construct.node.addMetadata(WARNING, warning, { stackTrace: false });
}

/** The warnings noted at one construct. */
export function warningsOf(construct: Construct): readonly Warning[] {
  return construct.node.metadata.filter((entry) => entry.type === WARNING).map((entry) => entry.data as Warning);
}

/** One warning as text, in the form of an error. */
export function warningText(warning: Warning): string {
  return configErrorText(warning.code, warning);
}
