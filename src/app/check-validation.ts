import { ConfigError } from '../base/config-error';
import { checkObjects } from '../check/check-objects';
import { objectTitle } from '../check/checked-object';
import { type Finding, findingText } from '../check/finding';
import { KUBERNETES_MINORS } from '../check/kubernetes-version';
import { pathText } from '../schema/schema-finding';
import { Schemas } from '../schema/schemas';
import { readManifests } from './read-manifests';

export interface CheckValidationProps {
  /** The version of the cluster, `1.31` to `1.36`: warns of what it lacks. @default - 1.36, the version of the schemas */
  readonly kubernetes?: string;
}

/** The part of the plugin interface of cdk8s that is used; its types are in the command line, which is no dependency. */
interface ValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly manifestPath: string;
        readonly locations: readonly string[];
      }[];
    }): void;
    submit(status: 'success' | 'failure'): void;
  };
}

/**
 * The check of this library for `cdk8s synth`: name it under `validations` in cdk8s.yaml.
 *
 * Warnings are reported and do not fail the synth.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class CheckValidation {
  constructor(private readonly props: CheckValidationProps = {}) {
    const known = KUBERNETES_MINORS.map((minor) => `1.${minor}`);
    if (props.kubernetes === undefined || known.includes(props.kubernetes)) return;
    const what = `kubernetes is "${props.kubernetes}"`;
    throw new ConfigError('CheckValidation.kubernetes', {
      where: 'validations in cdk8s.yaml',
      what,
      fix: `write one of ${known.join(', ')}, in quotes`,
    });
  }

  /** Called by cdk8s with the files of one app. */
  async validate({ manifests, report }: ValidationContext): Promise<void> {
    const { objects, findings: unread } = readManifests(manifests);
    const findings = [...unread, ...checkObjects(objects, { schemas: new Schemas(), kubernetes: this.props.kubernetes })];
    for (const finding of findings) report.addViolation(violation(finding));
    report.submit(findings.some(({ severity }) => severity === 'error') ? 'failure' : 'success');
  }
}

function violation(finding: Finding): Parameters<ValidationContext['report']['addViolation']>[0] {
  const { code, severity, object, fix, path } = finding;
  const file = object?.file ?? finding.file ?? '';
  const resource = {
    resourceName: object === undefined ? file : objectTitle(object),
    manifestPath: file,
    locations: path.length === 0 ? [] : [pathText(path)],
  };
  return { ruleName: code, recommendation: `${severity}: ${findingText(finding)}`, fix, violatingResources: [resource] };
}
