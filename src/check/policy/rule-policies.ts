import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { checkLabels, kubeObject } from '../../kube/kube-object';
import { isText, list, map, object, refuseShapes, shape, text } from '../../kube/prop-shapes';
import { requireProps } from '../../kube/required-props';
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
    requireProps('RulePolicies', where, props, {});
    refuseShapes('RulePolicies', where, props, SHAPES);
    const name = checkName('RulePolicies.name', where, props.name ?? id, DNS_SUBDOMAIN);
    const namespaces = soundNamespaces(where, props.namespaces ?? {});
    const rules = settledRules(where, props.rules ?? (Object.keys(ENFORCEABLE_RULES) as EnforceableCode[]), props.action);
    const made = rules.map((settled): [string, ApiObject] => [
      settled.rule.code,
      addPolicy(this, `${name}.${settled.rule.code}`, settled, { namespaces, trusted: props.trusted ?? [] }),
    ]);
    this.policies = new Map(made);
  }
}

const USER = "['system:serviceaccount:kuberay:kuberay-operator']";
const SHAPES = {
  name: text("'rules'"),
  rules: shape(Array.isArray, "['pod.image']"),
  namespaces: object("{ exempt: ['monitoring'] }"),
  trusted: list((user) => typeof user === 'string' && user.trim() !== '', USER),
};
const NAMESPACE_SHAPES = { labels: map(isText, "{ team: 'search' }"), exempt: list(isText, "['monitoring']") };

function soundNamespaces(where: string, namespaces: PolicyNamespaces): PolicyNamespaces {
  requireProps('RulePolicies.namespaces', where, namespaces, {});
  refuseShapes('RulePolicies.namespaces', where, namespaces, NAMESPACE_SHAPES);
  checkLabels('RulePolicies.namespaces', where, namespaces.labels);
  for (const name of namespaces.exempt ?? []) checkName('RulePolicies.namespaces', where, name);
  if (Object.keys(namespaces.labels ?? { all: '' }).length > 0) return namespaces;
  throw new ConfigError('RulePolicies.namespaces', {
    where,
    what: 'labels is empty',
    fix: 'name a label, or leave labels out for all namespaces',
  });
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
  const spec = policySpec(rule, { trusted, acceptable });
  const policy = kubeObject(scope, rule.code, { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata, spec });
  kubeObject(scope, `${rule.code}-binding`, {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: bindingSpec(policy.name, actions, namespaces),
  });
  return policy;
}
