import { ConfigError } from '../base/config-error';
import { type Finding, positionOf, statementText } from '../base/finding';
import { pathText } from '../base/value-path';
import { checkObjects } from '../check/check-objects';
import type { CheckedObject } from '../check/index/checked-object';
import { adviceOf } from '../check/rule';
import { KUBERNETES_MINORS } from '../check/versions/version-findings';
import { Schemas } from '../schema/packs/known-schemas';
import { textAt } from '../schema/plain-access';
import { addedSchemas } from './added-schemas';
import { readManifests } from './read-manifests';
import { readRules } from './read-rules';

export interface CheckValidationProps {
  /**
   * The version of the cluster, `1.31` to `1.36`: warns of what it lacks.
   *
   * @default - 1.36, the version of the schemas
   */
  readonly kubernetes?: string;
  /**
   * A TypeScript or JavaScript file that exports rules of your own, from the working directory: `./rules.ts`.
   *
   * @default - the rules of this library alone
   */
  readonly rules?: string;
}

const PROPS: readonly string[] = ['kubernetes', 'rules'] satisfies readonly (keyof CheckValidationProps)[];

/** The part of the plugin interface of cdk8s that is used; its types are in the command line, which is no dependency. */
interface ValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: Violation): void;
    submit(status: 'success' | 'failure'): void;
  };
}

interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    /** cdk8s looks up the path of a construct by it. */
    readonly resourceName: string;
    readonly manifestPath: string;
    readonly locations: readonly string[];
  }[];
}

/**
 * The check of this library for `cdk8s synth`: name it under `validations` in cdk8s.yaml.
 *
 * Warnings are reported and do not fail the synth. Kinds that `schemas add` made known to the project are known here, too.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class CheckValidation {
  constructor(private readonly props: CheckValidationProps = {}) {
    refuseStrangeProps(props);
  }

  /** Called by cdk8s with the files of one app. */
  async validate({ manifests, report }: ValidationContext): Promise<void> {
    const { kubernetes, rules } = this.props;
    const { objects, findings: unread } = readManifests(manifests);
    const options = { schemas: new Schemas(addedSchemas()), rules: rules === undefined ? [] : await readRules(rules), kubernetes };
    const findings = [...unread, ...checkObjects(objects, options)];
    const names = namesOf(objects);
    for (const finding of findings) report.addViolation(violation(finding, names));
    report.submit(findings.some(({ severity }) => severity === 'error') ? 'failure' : 'success');
  }
}

function refuseStrangeProps(props: CheckValidationProps): void {
  const refuse = (code: string, what: string, fix: string): never => {
    throw new ConfigError(`CheckValidation.${code}`, { where: 'validations in cdk8s.yaml', what, fix });
  };
  for (const key of Object.keys(props)) {
    if (!PROPS.includes(key)) refuse('properties', `unknown property "${key}"`, `use one of ${PROPS.join(', ')}`);
  }
  const { kubernetes, rules } = props;
  const known = KUBERNETES_MINORS.map((minor) => `1.${minor}`);
  if (kubernetes !== undefined && !known.includes(kubernetes)) {
    refuse('kubernetes', `kubernetes must be a known version, got ${JSON.stringify(kubernetes)}`, `use one of ${known.join(', ')}, quoted`);
  }
  if (rules !== undefined && typeof rules !== 'string') {
    refuse('rules', `rules must be a path, got ${JSON.stringify(rules)}`, 'name the file that exports rules: ./rules.ts');
  }
}

/**
 * The name of each object for cdk8s, which looks up the construct path by it. cdk8s knows one construct per name, so objects that share a name
 * get their full title: no path is better than the path of another object.
 */
function namesOf(objects: readonly CheckedObject[]): (finding: Finding) => string {
  const counts = new Map<string, number>();
  for (const { name } of objects) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ({ where, subject }) => {
    const name = textAt(subject?.manifest, 'metadata', 'name');
    return name !== undefined && counts.get(name) === 1 ? name : where;
  };
}

function violation(finding: Finding, nameOf: (finding: Finding) => string): Violation {
  const { code, severity, where, subject, path = [] } = finding;
  const position = positionOf(finding);
  const location = [...(path.length === 0 ? [] : [pathText(path)]), ...(position === undefined ? [] : [`line ${position.line}`])];
  const about = subject?.manifest === undefined ? '' : `${where}: `;
  return {
    ruleName: code,
    recommendation: `${severity}: ${about}${statementText(finding)}`,
    fix: adviceOf(finding),
    violatingResources: [
      {
        resourceName: nameOf(finding),
        manifestPath: subject?.file ?? '',
        locations: location.length === 0 ? [] : [location.join(', ')],
      },
    ],
  };
}
