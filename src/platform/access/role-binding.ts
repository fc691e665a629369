import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Subject as SubjectSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN, PATH_SEGMENT } from '../../base/names';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { Role } from './role';

export interface RoleBindingProps {
  /**
   * What they may do: a {@link Role} of the same namespace, or a ClusterRole by its name; Kubernetes brings `view`, `edit` and `admin`.
   *
   * `edit` and `admin` may read Secrets. `cluster-admin` is refused: it is the whole cluster's (`RoleBinding.role`).
   *
   * @example { clusterRole: 'view' }
   */
  readonly role: Role | { readonly clusterRole: string };
  /**
   * Who. At least one; groups that stand for everybody are refused (`RoleBinding.subjects`).
   *
   * @example [Subject.group('team-a')]
   */
  readonly subjects: readonly Subject[];
  /**
   * The binding's name.
   *
   * @default - the id and the role's name: the role of a live binding cannot be changed, so another role is another binding
   */
  readonly name?: string;
  /** @default - the chart's namespace */
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
    const where = this.node.path;
    validateProps('RoleBinding', where, props);
    const [kind, role] = props.role instanceof Role ? ['Role', props.role.name] : ['ClusterRole', props.role.clusterRole];
    checkName('RoleBinding.role', where, role, PATH_SEGMENT);
    refuseClusterAdmin(where, kind, role);
    const namespace = props.namespace ?? Chart.of(this).namespace ?? '';
    const name = props.name ?? (id === role ? id : `${id}-${role}`);
    this.resource = kubeObject(this, 'Resource', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, ...(props.namespace === undefined ? {} : { namespace: props.namespace }) },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
      subjects: subjectSpecs(where, props.subjects, namespace),
    });
    this.name = name;
  }
}

function subjectSpecs(where: string, subjects: readonly Subject[], namespace: string): readonly SubjectSpec[] {
  if (subjects.length === 0) {
    const fix = "add subjects: [Subject.group('team-a')], or remove the binding";
    throw new ConfigError('RoleBinding.subjects', { where, what: 'the binding names nobody', fix });
  }
  return subjects.map((subject) => {
    const { kind, name } = checkSubject(where, subject);
    if (subject.kind === 'ServiceAccount') return { kind, name, namespace: subject.namespace ?? namespace };
    return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
  });
}

function refuseClusterAdmin(where: string, kind: string, role: string): void {
  if (kind !== 'ClusterRole' || role !== 'cluster-admin') return;
  const what = 'the role "cluster-admin" allows everything, permissions included';
  throw new ConfigError('RoleBinding.role', { where, what, fix: "use { clusterRole: 'admin' }, which is all that a team needs" });
}

/** Who is given a role. Made by {@link Subject}. */
export type Subject =
  | { readonly kind: 'Group' | 'User'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace?: string };

/** People and pods. */
export const Subject = checkedFactories('Subject', {
  /** A group of the cluster's sign-on: `Subject.group('team-language')`. */
  group(name: string): Subject {
    return { kind: 'Group', name };
  },
  /** One person of the cluster's sign-on. A group outlives its members; prefer it. */
  user(name: string): Subject {
    return { kind: 'User', name };
  },
  /** Pods with this ServiceAccount. @param namespace Where the account stands. Default: the namespace of the binding. */
  account(account: string | NamedRef, namespace?: string): Subject {
    return { kind: 'ServiceAccount', name: nameOf(account), ...(namespace === undefined ? {} : { namespace }) };
  },
} as const);

/** Groups that stand for everybody, or for whoever has not signed in. */
const EVERYBODY: ReadonlySet<string> = new Set(['system:unauthenticated', 'system:authenticated', 'system:serviceaccounts']);

/** Refuses subjects that are empty, that name no account, or that are everybody. */
export function checkSubject(where: string, subject: Subject): Subject {
  if (subject.kind === 'ServiceAccount') {
    checkName('RoleBinding.subjects', where, subject.name, DNS_SUBDOMAIN);
    return subject;
  }
  const everybody = subject.kind === 'Group' && EVERYBODY.has(subject.name);
  if (!everybody && typeof subject.name === 'string' && subject.name.trim() !== '') return subject;
  throw new ConfigError('RoleBinding.subjects', {
    where,
    what: everybody ? `the group "${subject.name}" is everybody` : `a ${subject.kind} has no name`,
    fix: "name the group that needs it: Subject.group('team-a')",
  });
}
