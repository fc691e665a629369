import { ConfigError } from '../../base/config-error';
import { type Finding, statementText } from '../../base/finding';
import { FindingsError } from '../../base/findings-error';
import type { Rule } from '../../check/rule';
import { Schemas } from '../../schema/packs/known-schemas';
import { addedSchemas } from '../added-schemas';
import type { GitOpsApp } from '../gitops-app';
import { appFindings } from '../rendered-objects';
import { type AppUnderTest, type RenderAppOptions, withApp } from './rendered-charts';

/** A finding of `check`, without its functions: `where` is the construct path (`prod/scoring/scorer`). */
export type AppFinding = Pick<Finding, 'code' | 'severity' | 'where' | 'what' | 'fix'>;

export interface FindingsOptions extends RenderAppOptions {
  /** Rules of your own, beside those of the library. @default - none */
  readonly rules?: readonly Rule[];
}

/** Everything that `check` reports about an app: what constructs refuse, schemas, rules and warnings. Empty when all is well. */
export function findings(app: AppUnderTest, options: FindingsOptions = {}): readonly AppFinding[] {
  try {
    return withApp(app, options, (made) => found(made, options.rules ?? []));
  } catch (error) {
    return refused(error);
  }
}

function found(app: GitOpsApp, rules: readonly Rule[]): readonly AppFinding[] {
  const rendered = app.render();
  const all = appFindings({ outdir: app.outdir, rendered, madeAt: () => [] }, { schemas: new Schemas(addedSchemas()), rules });
  return [...all, ...rendered.warnings].map(appFinding);
}

function appFinding(finding: Finding): AppFinding {
  const { code, severity, where, subject, fix } = finding;
  const construct = subject?.construct ?? where;
  return { code, severity, where: construct, what: `${construct === where ? '' : `${where}: `}${statementText(finding)}`, fix };
}

/** What a construct or a render refused. Any other error is a failure of the program, and is thrown. */
function refused(error: unknown): readonly AppFinding[] {
  if (ConfigError.is(error)) return [error.finding];
  if (FindingsError.is(error)) return error.findings.map(appFinding);
  throw error;
}
