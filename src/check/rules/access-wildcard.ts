import { listAt, textAt } from '../../schema/plain-access';
import { cel, celList } from '../policy/cel';
import type { EnforceableRule } from '../policy/rule-policy';

/** Rights to everything. */
export const accessWildcard: EnforceableRule = {
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
  policy: {
    reads: ['rules', 'roleRef'],
    makers: ['system:apiserver', 'system:serviceaccount:kube-system:clusterrole-aggregation-controller'], // the roles that Kubernetes brings
    variables: { rules: celList('dyn(object)', 'rules') },
    findings: cel`
      variables.rules
        .filter(rule, ['apiGroups', 'resources', 'verbs'].exists(field, '*' in rule[?field].orValue([])))
        .map(rule, 'the rule for ' + rule.?resources.orValue(rule.?nonResourceURLs.orValue([])).join(', ') + ' holds "*"')
      + (dyn(object).?roleRef.?name.orValue('') == 'cluster-admin' ? ['roleRef is cluster-admin'] : [])`,
  },
};
