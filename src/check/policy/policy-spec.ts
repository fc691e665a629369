import type { MatchCondition, ValidatingAdmissionPolicySpec } from '../../../imports/kubernetes';
import { adviceOf } from '../rule';
import { celText, celTexts } from './cel';
import { matchedResources } from './matched-resources';
import type { EnforceableRule } from './rule-policy';

/** How a rule is enforced, whatever happens to those who break it. */
export interface PolicyOptions {
  /** Further users whose objects are not looked at. */
  readonly trusted: readonly string[];
  /** Whether an object may accept the findings by an annotation. */
  readonly acceptable: boolean;
  /** The annotation that accepts them. */
  readonly acceptance: string;
}

/** A rule as a policy of the cluster: what it looks at, what it finds, and what it says. */
export function policySpec(rule: EnforceableRule, { trusted, acceptable, acceptance }: PolicyOptions): ValidatingAdmissionPolicySpec {
  const { code, title, fix, policy } = rule;
  const advice = oneLine(`; fix: ${acceptable ? adviceOf(rule) : `${fix}; no annotation accepts this here`} [${code}]`);
  const variables = { ...policy.variables, findings: policy.findings, ...(acceptable ? { acceptance: acceptanceReason(acceptance) } : {}) };
  return {
    failurePolicy: 'Fail',
    matchConstraints: { matchPolicy: 'Equivalent', resourceRules: matchedResources(rule) },
    matchConditions: [...conditions(rule, trusted, acceptable ? acceptance : undefined)],
    variables: Object.entries(variables).map(([name, expression]) => ({ name, expression })),
    validations: [
      {
        expression: acceptable ? `variables.findings.size() == 0 || variables.acceptance != ''` : 'variables.findings.size() == 0',
        messageExpression: `variables.findings.join('; ') + ${celText(advice)}`,
        // What is said where the findings are too long for a message, which holds 5 KiB.
        message: oneLine(`${title}${advice}`),
      },
    ],
    ...(acceptable ? { auditAnnotations: [{ key: 'accepted', valueExpression: ACCEPTED }] } : {}),
  };
}

function acceptanceReason(annotation: string): string {
  return `object.metadata.?annotations[?${celText(annotation)}].orValue('').trim()`;
}

/** For the audit log, which leaves an empty text out: who took what into the cluster, and why. */
const ACCEPTED = `variables.findings.size() > 0 && variables.acceptance != '' ? variables.findings.join('; ') + ' (' + variables.acceptance + ')' : ''`;

function* conditions({ policy }: EnforceableRule, trusted: readonly string[], acceptance: string | undefined): Iterable<MatchCondition> {
  const users = [...new Set([...(policy.makers ?? []), ...trusted])];
  if (users.length > 0) yield { name: 'not-by-trusted', expression: `!(request.userInfo.username in ${celTexts(users)})` };
  yield { name: 'not-being-deleted', expression: '!has(object.metadata.deletionTimestamp)' };
  if (policy.reads === undefined) return;
  const fields = [
    ...policy.reads.map((field) => `?${field}`),
    ...(acceptance === undefined ? [] : [`metadata.?annotations[?${celText(acceptance)}]`]),
  ];
  const changes = fields.map((field) => `dyn(object).${field} != dyn(oldObject).${field}`);
  yield { name: 'changed', expression: [`request.operation == 'CREATE'`, ...changes].join('\n  || ') };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
