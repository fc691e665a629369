import { fieldsAt, listAt, textAt, valueAt } from '../../schema/plain-access';
import { POD_KINDS, podOf } from '../index/pods';
import { cel, celList } from '../policy/cel';
import { shippedPodPolicy } from '../policy/pod-policy';
import type { EnforceableRule, Rule } from '../rule';

/** A key to the API server in a pod that asked for none. */
export const podToken: EnforceableRule = {
  code: 'pod.token',
  severity: 'warning',
  title: 'the token of the default service account in a pod',
  reason: 'any role that someone gives to the default account is given to this pod too, and to whoever breaks into it',
  fix: 'set automountServiceAccountToken: false, or give the pod a service account of its own',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  kinds: POD_KINDS,
  *check(object) {
    const pod = podOf(object);
    if (pod === undefined || pod.spec.automountServiceAccountToken === false) return;
    // The older name of the field is still read.
    const account = textAt(pod.spec, 'serviceAccountName') || textAt(pod.spec, 'serviceAccount') || 'default';
    if (account !== 'default' || valueAt(pod.spec, 'automountServiceAccountToken') === true) return;
    yield { path: [...pod.path, 'automountServiceAccountToken'], what: 'is not false, and the pod runs as the default service account' };
  },
  policy: shippedPodPolicy({
    findings: cel`
      has(variables.pod.automountServiceAccountToken) || !(variables.pod.?serviceAccountName.orValue('') in ['', 'default']) ? []
        : ['automountServiceAccountToken is not false, and the pod runs as the default service account']`,
  }),
};

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

/** A secret that everybody who reads the repository knows. */
export const secretPlain: Rule = {
  code: 'secret.plain',
  severity: 'error',
  title: 'a Secret with its values in Git',
  reason: 'base64 hides nothing: the value is in every clone, and stays in the history when the file is gone',
  fix: 'encrypt the file with SOPS, or let External Secrets fetch the value; and change the secret, which is known now',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets',
  kinds: ['/Secret'],
  *check({ manifest }) {
    for (const field of ['data', 'stringData']) {
      const keys = Object.entries(fieldsAt(manifest, field)).filter(([, value]) => value !== '' && value !== null);
      // Names only: a report is read by more people than the file.
      if (keys.length > 0) yield { path: [field], what: `holds ${keys.map(([key]) => key).join(', ')}` };
    }
  },
};
