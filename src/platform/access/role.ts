import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PolicyRule } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { labelContext } from '../../kube/label-context';
import { ownKey } from '../../kube/labels';

/** One thing that a role allows. */
export interface RoleRule {
  /** The API group of the resources: `batch`. Empty for the core group. @example 'batch' */
  readonly apiGroup: string;
  /** Resources in the plural, with a subresource if any: `['jobs', 'jobs/status']`. @example ['jobs'] */
  readonly resources: readonly string[];
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. @example ['get'] */
  readonly verbs: readonly string[];
  /** Only objects of these names. Refused together with `create`, `list`, `watch` and `deletecollection`, which know no names (`Role.rules`). @default - all */
  readonly names?: readonly string[];
}

export interface RoleProps {
  /** The role's name. @default - the construct's id */
  readonly name?: string;
  /**
   * What it allows. At least one; a `*` is refused without {@link wildcards} (`Role.rules`).
   *
   * @example [{ apiGroup: 'batch', resources: ['jobs'], verbs: ['get'] }]
   */
  readonly rules: readonly RoleRule[];
  /** Why the rules hold a `*`, for the reviewer: it allows what nobody has thought of yet. Written as an annotation. @default - they hold none */
  readonly wildcards?: string;
  /** @default - the chart's namespace */
  readonly namespace?: string;
}

/**
 * What somebody may do in one namespace.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class Role extends Construct {
  readonly name: string;
  /** The Role. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('Role', where, props);
    if (props.rules.length === 0) throw refusal(where, 'the role allows nothing', 'add a rule, or remove the role');
    const rules = props.rules.map((rule) => policyRule(where, rule, props.wildcards));
    const metadata = {
      name: props.name ?? id,
      ...(props.namespace === undefined ? {} : { namespace: props.namespace }),
      ...(props.wildcards === undefined ? {} : { annotations: { [ownKey(labelContext(this), 'security', 'wildcards')]: props.wildcards } }),
    };
    this.resource = kubeObject(this, 'Resource', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules });
    this.name = this.resource.name;
  }
}

/** The API server knows no name yet, or asks for none, when these reach it. */
const NAMELESS = ['create', 'list', 'watch', 'deletecollection'];

function policyRule(where: string, rule: RoleRule, wildcards: string | undefined): PolicyRule {
  const { apiGroup, resources, verbs, names } = rule;
  if (resources.length === 0 || verbs.length === 0) throw refusal(where, 'a rule has no resources or no verbs', 'name them');
  const everything = [apiGroup, ...resources, ...verbs].includes('*');
  if (everything && (wildcards ?? '').trim() === '') {
    throw refusal(where, `a rule for ${resources.join(', ')} has a "*", which allows more than anybody knows today`, WILDCARD_FIX);
  }
  const nameless = names === undefined ? [] : verbs.filter((verb) => NAMELESS.includes(verb));
  if (nameless.length > 0) {
    const fix = 'put them into a rule of their own, without names';
    throw refusal(where, `${nameless.join(', ')} of ${resources.join(', ')} cannot be limited to names`, fix);
  }
  const limited = names === undefined ? {} : { resourceNames: [...names] };
  return { apiGroups: [apiGroup], resources: [...resources], ...limited, verbs: [...verbs] };
}

const WILDCARD_FIX = "name what is needed, or say why: wildcards: '<reason>'";

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError('Role.rules', { where, what, fix });
}
