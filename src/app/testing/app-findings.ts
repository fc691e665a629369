import { ConfigError } from '../../base/config-error';
import { FindingsError } from '../../base/findings-error';
import { findingText } from '../../check/finding';
import { objectTitle } from '../../check/index/checked-object';
import type { Rule } from '../../check/rule';
import { Schemas } from '../../schema/packs/known-schemas';
import { addedSchemas } from '../added-schemas';
import type { GitOpsApp } from '../gitops-app';
import { appFindings } from '../rendered-objects';
import { type AppUnderTest, type RenderAppOptions, withApp } from './rendered-charts';

/** Something that `check` reports. */
export interface AppFinding {
  /** Stable name of the rule: `pod.image`, `BatchJob.image`. */
  readonly code: string;
  /** Whether it fails `check`. */
  readonly severity: 'error' | 'warning';
  /** The path of the construct: `prod/scoring/scorer`. */
  readonly where: string;
  /** What is wrong, with the value found. */
  readonly what: string;
  /** The change that fixes it. */
  readonly fix: string;
}

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
  return [
    ...all.map((finding): AppFinding => {
      const { code, severity, object, construct, file, fix } = finding;
      const what = `${object === undefined ? '' : `${objectTitle(object)}: `}${findingText(finding)}`;
      return { code, severity, where: object?.construct ?? construct ?? file ?? '(app)', what, fix };
    }),
    ...rendered.warnings.map(({ code, where, what, fix }): AppFinding => ({ code, severity: 'warning', where, what, fix })),
  ];
}

/** The form of a finding as text: where, what, fix and code. */
const TEXT = /^(.*?): (.*)\n {2}fix: (.*) \[([\w.-]+)\]$/s;

/** What a construct or a render refused. Any other error is a failure of the program, and is thrown. */
function refused(error: unknown): readonly AppFinding[] {
  if (ConfigError.is(error)) {
    const { code, where, what, fix } = error;
    return [{ code, severity: 'error', where, what, fix }];
  }
  if (!FindingsError.is(error)) throw error;
  return error.findings.map((text) => {
    const [, where = '(app)', what = text, fix = '', code = 'app'] = TEXT.exec(text) ?? [];
    return { code, severity: 'error', where, what, fix };
  });
}
