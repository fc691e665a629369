import type { MatchCondition, NamedRuleWithOperations, ValidatingAdmissionPolicySpec } from '../../../imports/kubernetes';
import { SCHEMA_KINDS } from '../../../imports/schemas';
import { groupKindOf } from '../../schema/pod-template';
import type { EnforceableRule } from '../rule';
import { adviceOf } from '../rule';
import { celText, celTexts } from './cel';
import type { PolicyResource } from './rule-policy';

/** How a rule is enforced, whatever happens to those who break it. */
interface PolicyOptions {
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

/** Built-in kinds as `group/Kind`, with the version that is served. */
const BUILT_IN: ReadonlyMap<string, PolicyResource> = new Map(
  Object.entries(SCHEMA_KINDS)
    .filter(([, pack]) => pack === 'kubernetes')
    .map(([key]) => {
      const slash = key.lastIndexOf('/');
      const [apiVersion, kind] = [key.slice(0, slash), key.slice(slash + 1)];
      return [groupKindOf(apiVersion, kind), { apiVersion, resource: plural(kind) }];
    }),
);

/** What a rule looks at, as an API server names it. Undefined for a kind that is none of Kubernetes' own, whose plural nobody can know. */
export function resourceOf(groupKind: string): PolicyResource | undefined {
  return BUILT_IN.get(groupKind);
}

/** Kubernetes' own guess of a plural, which is right for its own kinds. @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/meta#UnsafeGuessKindToResource */
function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (word === 'endpoints') return word;
  if (word.endsWith('s')) return `${word}es`;
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** The resources of a rule, one entry an API version. */
export function matchedResources({ kinds = [], policy }: EnforceableRule): readonly NamedRuleWithOperations[] {
  const byVersion = new Map<string, string[]>();
  const resources = [...kinds.flatMap((kind) => resourceOf(kind) ?? []), ...(policy.resources ?? [])];
  for (const { apiVersion, resource } of resources) byVersion.set(apiVersion, [...(byVersion.get(apiVersion) ?? []), resource]);
  return [...byVersion].sort().map(([apiVersion, names]) => {
    const slash = apiVersion.indexOf('/');
    return {
      apiGroups: [apiVersion.slice(0, Math.max(slash, 0))],
      apiVersions: [apiVersion.slice(slash + 1)],
      operations: ['CREATE', 'UPDATE'],
      resources: [...new Set(names)].sort(),
    };
  });
}
