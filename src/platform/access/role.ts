import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PolicyRule } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { labelContext } from '../../kube/label-context';
import { ownKey } from '../../kube/labels';

/** One permission of a role. */
export interface RoleRule {
  /** The API group of the resources; empty for the core group. @example 'batch' */
  readonly apiGroup: string;
  /** Resources in the plural, with a subresource if any: `['jobs', 'jobs/status']`. @example ['jobs'] */
  readonly resources: readonly string[];
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. @example ['get'] */
  readonly verbs: readonly string[];
  /**
   * Only objects of these names: `['train-settings']`. Cannot be combined with `create`, `list`, `watch` and `deletecollection`, which
   * Kubernetes does not limit by name (`Role.rules`).
   *
   * @default - all
   */
  readonly names?: readonly string[];
}

export interface RoleProps {
  /** The role's name: `'watch-jobs'`. @default - the construct's id */
  readonly name?: string;
  /**
   * The permissions. At least one; a `*` requires {@link wildcards} (`Role.rules`).
   *
   * @example [{ apiGroup: 'batch', resources: ['jobs'], verbs: ['get'] }]
   */
  readonly rules: readonly RoleRule[];
  /** Why a rule contains `*`, for reviewers: `'reads every kind of a new operator'`. Written as an annotation. @default - no rule contains `*` */
  readonly wildcards?: string;
  /** The namespace of the role: `'team-a'`. @default - the chart's */
  readonly namespace?: string;
}

/**
 * Permissions in one namespace. Give it to people or pods with a `RoleBinding`.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class Role extends Construct {
  readonly name: string;
  /** The Role. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const { name, namespace, rules, wildcards } = resolveRole(this.node.path, id, props);
    const metadata = {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(wildcards === undefined ? {} : { annotations: { [ownKey(labelContext(this), 'security', 'wildcards')]: wildcards } }),
    };
    this.resource = kubeObject(this, 'Resource', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules });
    this.name = this.resource.name;
  }
}

interface ResolvedRole extends Pick<RoleProps, 'namespace' | 'wildcards'> {
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

function resolveRole(where: string, id: string, props: RoleProps): ResolvedRole {
  validateProps('Role', where, props);
  const { name = id, namespace, wildcards } = props;
  if (props.rules.length === 0) throw refusal(where, '`rules` is empty: the role allows nothing', 'add a rule, or remove the role');
  return { name, namespace, wildcards, rules: props.rules.map((rule) => resolveRule(where, rule, wildcards)) };
}

/** Verbs whose requests carry no object name that Kubernetes could check. */
const NAMELESS = ['create', 'list', 'watch', 'deletecollection'];

function resolveRule(where: string, rule: RoleRule, wildcards: string | undefined): PolicyRule {
  const { apiGroup, resources, verbs, names } = rule;
  if (resources.length === 0 || verbs.length === 0) {
    const [empty, example] = resources.length === 0 ? ['resources', "resources: ['jobs']"] : ['verbs', "verbs: ['get', 'list']"];
    throw refusal(where, `a rule has no ${empty}`, `add ${example}`);
  }
  if ([apiGroup, ...resources, ...verbs].includes('*') && (wildcards ?? '').trim() === '') {
    const what = `a rule for ${resources.join(', ')} contains "*", which also allows what is added to the cluster later`;
    throw refusal(where, what, "list what is needed, or give the reason: wildcards: '<reason>'");
  }
  const nameless = names === undefined ? [] : verbs.filter((verb) => NAMELESS.includes(verb));
  if (nameless.length > 0) {
    const what = `${nameless.join(', ')} of ${resources.join(', ')} cannot be limited to names`;
    throw refusal(where, what, 'move these verbs to a separate rule without names');
  }
  const limited = names === undefined ? {} : { resourceNames: [...names] };
  return { apiGroups: [apiGroup], resources: [...resources], ...limited, verbs: [...verbs] };
}

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError('Role.rules', { where, what, fix });
}
