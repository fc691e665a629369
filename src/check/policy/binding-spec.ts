import type { ValidatingAdmissionPolicyBindingSpec } from '../../../imports/kubernetes';

/** What happens to a request whose object breaks a rule. */
type OneAction = 'deny' | 'warn' | 'audit';

/**
 * What happens to a request whose object breaks a rule: it is refused, whoever sends it is warned, or the audit log tells.
 *
 * Kubernetes does not deny and warn at once: both say the same to the same person.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-actions
 */
export type PolicyAction = OneAction | readonly ['deny', 'audit'] | readonly ['warn', 'audit'];

/** The namespaces whose objects are looked at. Objects that stand in no namespace always are. */
export interface PolicyNamespaces {
  /** Namespaces with these labels. @default - all */
  readonly labels?: Readonly<Record<string, string>>;
  /** Namespaces that are left alone, besides `kube-system`, `kube-public` and `kube-node-lease`. @default - none */
  readonly exempt?: readonly string[];
}

/** Namespaces of Kubernetes itself: a cluster whose proxy or name server is refused does not come back by itself. */
const SYSTEM_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

const WORDS: Readonly<Record<OneAction, string>> = { deny: 'Deny', warn: 'Warn', audit: 'Audit' };

/** The actions one by one; undefined for a list that says none, one twice, or what excludes one another. */
export function oneByOne(action: PolicyAction): readonly OneAction[] | undefined {
  const actions: readonly OneAction[] = typeof action === 'string' ? [action] : action;
  if (actions.length === 0 || new Set(actions).size !== actions.length) return undefined;
  return actions.includes('deny') && actions.includes('warn') ? undefined : actions;
}

/** Where a policy holds, and what it does there. */
export function bindingSpec(
  policyName: string,
  actions: readonly OneAction[],
  { labels, exempt = [] }: PolicyNamespaces,
): ValidatingAdmissionPolicyBindingSpec {
  const values = [...new Set([...SYSTEM_NAMESPACES, ...exempt])];
  return {
    policyName,
    validationActions: actions.map((action) => WORDS[action]),
    matchResources: {
      namespaceSelector: {
        ...(labels === undefined ? {} : { matchLabels: { ...labels } }),
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values }],
      },
    },
  };
}
