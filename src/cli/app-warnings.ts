import type { RenderedApp } from '../app/rendered-objects';
import type { Finding, SourcePlace } from '../check/finding';
import type { Warning } from '../kube/warning';

/** What a construct of an app warns of, with the line of source that made it. */
export interface AppWarning extends Warning {
  readonly madeAt: readonly SourcePlace[];
}

/** The warnings of an app. */
export function appWarnings({ rendered, madeAt }: RenderedApp): readonly AppWarning[] {
  return rendered.warnings.map((warning) => ({ ...warning, madeAt: madeAt(warning.where) }));
}

/** A warning in reports of findings. */
export function warningFinding({ code, where, what, fix, madeAt }: AppWarning): Finding {
  return { code, severity: 'warning', construct: where, madeAt, path: [], what, fix };
}
