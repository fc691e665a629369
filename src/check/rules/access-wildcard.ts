import { listAt, textAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

/** Rights to everything. */
export const accessWildcard: Rule = {
  code: 'access.wildcard',
  severity: 'warning',
  title: 'a role with "*", or a binding to cluster-admin',
  reason: 'it grants what will be invented later too, and Secrets and pods today',
  fix: 'name the groups, resources and verbs that are used',
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege',
  kinds: [
    'rbac.authorization.k8s.io/Role',
    'rbac.authorization.k8s.io/ClusterRole',
    'rbac.authorization.k8s.io/RoleBinding',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
  ],
  *check({ manifest }) {
    for (const [index, rule] of listAt(manifest, 'rules').entries()) {
      for (const field of ['apiGroups', 'resources', 'verbs'])
        if (listAt(rule, field).includes('*')) yield { path: ['rules', index, field], what: 'holds "*"' };
    }
    if (textAt(manifest, 'roleRef', 'name') === 'cluster-admin') yield { path: ['roleRef', 'name'], what: 'is cluster-admin' };
  },
};
