import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { RoleBinding as RoleBindingManifest, Subject as SubjectSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN, PATH_SEGMENT } from '../../base/names';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { Role } from './role';

export interface RoleBindingProps {
  /**
   * The role: a {@link Role} of the same namespace, or a ClusterRole by name. Kubernetes has `view`, `edit` and `admin`; the latter two can
   * read Secrets. `cluster-admin` is refused, because it allows everything in the whole cluster (`RoleBinding.role`).
   *
   * @example { clusterRole: 'view' }
   */
  readonly role: Role | { readonly clusterRole: string };
  /**
   * Who gets it. At least one; groups that include everybody are refused (`RoleBinding.subjects`).
   *
   * @example [Subject.group('team-a')]
   */
  readonly subjects: readonly Subject[];
  /**
   * The binding's name: `'dashboard'`.
   *
   * @default - the id and the role's name: Kubernetes does not allow another role on a live binding, so another role is another binding
   */
  readonly name?: string;
  /** The namespace where it applies: `'team-a'`. @default - the chart's */
  readonly namespace?: string;
}

/**
 * Gives a role to people or pods, in one namespace.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding
 */
export class RoleBinding extends Construct {
  readonly name: string;
  /** The RoleBinding. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: RoleBindingProps) {
    super(scope, id);
    const binding = resolveRoleBinding(this, id, props);
    this.name = binding.name;
    this.resource = kubeObject(this, 'Resource', roleBindingManifest(binding));
  }
}

interface ResolvedRoleBinding {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  readonly subjects: readonly SubjectSpec[];
}

function resolveRoleBinding(construct: Construct, id: string, props: RoleBindingProps): ResolvedRoleBinding {
  const where = construct.node.path;
  validateProps('RoleBinding', where, props);
  const role = resolveRoleRef(where, props.role);
  const { namespace, subjects } = props;
  if (subjects.length === 0) {
    const fix = "add subjects: [Subject.group('team-a')], or remove the binding";
    throw new ConfigError('RoleBinding.subjects', { where, what: '`subjects` is empty', fix });
  }
  const home = namespace ?? Chart.of(construct).namespace ?? '';
  return {
    name: props.name ?? (id === role.name ? id : `${id}-${role.name}`),
    namespace,
    role,
    subjects: subjects.map((subject) => resolveSubject(where, subject, home)),
  };
}

function resolveRoleRef(where: string, role: RoleBindingProps['role']): ResolvedRoleBinding['role'] {
  if (role instanceof Role) return { kind: 'Role', name: role.name };
  if (role.clusterRole === 'cluster-admin') {
    const fix = "use { clusterRole: 'admin' }, which covers everything in one namespace";
    throw new ConfigError('RoleBinding.role', {
      where,
      what: 'role "cluster-admin" allows everything, granting permissions included',
      fix,
    });
  }
  return { kind: 'ClusterRole', name: checkName('RoleBinding.role', where, role.clusterRole, PATH_SEGMENT) };
}

function resolveSubject(where: string, subject: Subject, home: string): SubjectSpec {
  const { kind, name } = checkSubject(where, subject);
  if (subject.kind === 'ServiceAccount') return { kind, name, namespace: subject.namespace ?? home };
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
}

function roleBindingManifest({ name, namespace, role, subjects }: ResolvedRoleBinding): RoleBindingManifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...role },
    subjects: [...subjects],
  };
}

/** Who gets a role. Made by {@link Subject}. */
export type Subject =
  | { readonly kind: 'Group' | 'User'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace?: string };

/** People and pods that can get a role. */
export const Subject = checkedFactories('Subject', {
  /** A group of the cluster's sign-on: `Subject.group('team-language')`. */
  group(name: string): Subject {
    return { kind: 'Group', name };
  },
  /** One person of the cluster's sign-on: `Subject.user('ada@acme.com')`. Prefer a group: it outlives its members. */
  user(name: string): Subject {
    return { kind: 'User', name };
  },
  /** Pods with this ServiceAccount. @param namespace The account's namespace. Default: that of the binding. */
  account(account: string | NamedRef, namespace?: string): Subject {
    return { kind: 'ServiceAccount', name: nameOf(account), ...(namespace === undefined ? {} : { namespace }) };
  },
} as const);

/** Groups of everybody who is signed in, or not signed in. */
const EVERYBODY: ReadonlySet<string> = new Set(['system:unauthenticated', 'system:authenticated', 'system:serviceaccounts']);

/** Refuses subjects without a name, and groups that include everybody. */
export function checkSubject(where: string, subject: Subject): Subject {
  if (subject.kind === 'ServiceAccount') {
    checkName('RoleBinding.subjects', where, subject.name, DNS_SUBDOMAIN);
    return subject;
  }
  const everybody = subject.kind === 'Group' && EVERYBODY.has(subject.name);
  if (!everybody && subject.name.trim() !== '') return subject;
  throw new ConfigError('RoleBinding.subjects', {
    where,
    what: everybody ? `group "${subject.name}" includes everybody` : `a ${subject.kind} has an empty name`,
    fix: "name the group that needs the role: Subject.group('team-a')",
  });
}
