import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { checkLabels, kubeObject } from '../../kube/kube-object';
import { labelContext } from '../../kube/label-context';
import { ownKey } from '../../kube/labels';
import { bindingSpec, type PolicyAction, type PolicyNamespaces } from './binding-spec';
import { type ChosenRule, type SettledRule, settledRules } from './chosen-rules';
import { ENFORCEABLE_RULES, type EnforceableCode } from './enforceable';
import { policySpec } from './policy-spec';

export interface RulePoliciesProps {
  /** What the names of the policies begin with: `<name>.pod.image`. One for each cluster (`RulePolicies.name`). @default - the construct's id */
  readonly name?: string;
  /**
   * The rules: by code, your own, or with what is special about one: `{ rule: 'pod.image', action: 'deny' }`.
   *
   * A code that no cluster can enforce does not compile, and is refused (`RulePolicies.rules`).
   *
   * @default - every rule of the library that a cluster can enforce
   */
  readonly rules?: readonly ChosenRule[];
  /**
   * What happens to a request that breaks a rule (`RulePolicies.action`).
   *
   * @default - as in `check`: what is an error there is denied, what is a warning is warned of
   */
  readonly action?: PolicyAction;
  /** Where they hold (`RulePolicies.namespaces`). @default - in all namespaces but those of Kubernetes itself */
  readonly namespaces?: PolicyNamespaces;
  /**
   * Users whose objects are not looked at, besides the controllers of Kubernetes: of operators that make pods from an object that has been
   * looked at, `system:serviceaccount:<namespace>:<name>` (`RulePolicies.trusted`).
   *
   * @default - none
   */
  readonly trusted?: readonly string[];
}

/**
 * Rules of `check` that the cluster itself holds against whatever is sent to it, for what does not come by Git: a ValidatingAdmissionPolicy
 * and its binding for each. No operator is needed, from Kubernetes 1.30 on.
 *
 * They stand in no namespace: make them once a cluster, in a chart of the platform's own.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class RulePolicies extends Construct {
  /** The ValidatingAdmissionPolicies by the codes of their rules. */
  readonly policies: ReadonlyMap<string, ApiObject>;

  constructor(scope: Construct, id: string, props: RulePoliciesProps = {}) {
    super(scope, id);
    const where = this.node.path;
    validateProps('RulePolicies', where, props);
    const name = checkName('RulePolicies.name', where, props.name ?? id, DNS_SUBDOMAIN);
    const namespaces = soundNamespaces(where, props.namespaces ?? {});
    const rules = settledRules(where, props.rules ?? (Object.keys(ENFORCEABLE_RULES) as EnforceableCode[]), props.action);
    const trusted = soundUsers(where, props.trusted ?? []);
    const made = rules.map((settled): [string, ApiObject] => [
      settled.rule.code,
      addPolicy(this, `${name}.${settled.rule.code}`, settled, { namespaces, trusted }),
    ]);
    this.policies = new Map(made);
  }
}

function soundNamespaces(where: string, namespaces: PolicyNamespaces): PolicyNamespaces {
  checkLabels('RulePolicies.namespaces', where, namespaces.labels);
  for (const name of namespaces.exempt ?? []) checkName('RulePolicies.namespaces', where, name);
  if (Object.keys(namespaces.labels ?? { all: '' }).length > 0) return namespaces;
  throw new ConfigError('RulePolicies.namespaces', {
    where,
    what: 'labels is empty',
    fix: 'name a label, or leave labels out for all namespaces',
  });
}

function soundUsers(where: string, users: readonly string[]): readonly string[] {
  if (users.every((user) => user.trim() !== '')) return users;
  const fix = "name it: 'system:serviceaccount:kuberay:kuberay-operator'";
  throw new ConfigError('RulePolicies.trusted', { where, what: 'a user has no name', fix });
}

interface Holding {
  readonly namespaces: PolicyNamespaces;
  readonly trusted: readonly string[];
}

function addPolicy(
  scope: Construct,
  name: string,
  { rule, actions, acceptable }: SettledRule,
  { namespaces, trusted }: Holding,
): ApiObject {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const description = [rule.title, rule.reason, ...(rule.source === undefined ? [] : [rule.source])].join('\n');
  const metadata = { name, annotations: { 'kubernetes.io/description': description } };
  const spec = policySpec(rule, { trusted, acceptable, acceptance: ownKey(labelContext(scope), 'accept', rule.code) });
  const policy = kubeObject(scope, rule.code, { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata, spec });
  kubeObject(scope, `${rule.code}-binding`, {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: bindingSpec(policy.name, actions, namespaces),
  });
  return policy;
}
