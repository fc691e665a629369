import { TEXT_FORMATS } from '../formats';
import { fieldsAt, listAt, textAt } from '../plain-access';
import type { Semantics } from './semantics';

const RBAC = 'rbac.authorization.k8s.io';

/** Rules of roles, and who a binding gives them to. */
export const accessSemantics: Semantics = (object, report) => {
  for (const [index, rule] of listAt(object, 'rules').entries()) {
    const path = ['rules', index];
    const [groups, resources, urls] = [listAt(rule, 'apiGroups'), listAt(rule, 'resources'), listAt(rule, 'nonResourceURLs')];
    if (urls.length > 0) {
      if (object.kind === 'Role') report([...path, 'nonResourceURLs'], 'may not stand in a Role', 'use a ClusterRole');
      if (groups.length > 0 || resources.length > 0 || listAt(rule, 'resourceNames').length > 0)
        report(path, 'has resources and nonResourceURLs', 'make two rules');
      continue;
    }
    if (groups.length === 0) report([...path, 'apiGroups'], 'is missing', 'add it: "" is the core group');
    if (resources.length === 0) report([...path, 'resources'], 'is missing', 'name the resources');
  }
  if (object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding') subjects(object, report);
};

const subjects: Semantics = (object, report) => {
  if (object.kind === 'ClusterRoleBinding' && textAt(object, 'roleRef', 'kind') === 'Role')
    report(['roleRef', 'kind'], 'is Role, and this binding spans namespaces', 'write ClusterRole');
  for (const [index, subject] of listAt(object, 'subjects').entries()) {
    const { kind, apiGroup, namespace } = fieldsAt([subject], 0);
    const path = ['subjects', index];
    if (kind === 'ServiceAccount') {
      // In a RoleBinding it is that of the binding.
      if (!namespace && object.kind === 'ClusterRoleBinding')
        report([...path, 'namespace'], 'is missing', 'name the namespace of the service account');
      const name = textAt(subject, 'name') ?? '';
      if (!TEXT_FORMATS['dns-subdomain']?.test(name))
        report([...path, 'name'], `is "${name}", which is no name of a ServiceAccount`, 'write a DNS name');
      if (apiGroup) report([...path, 'apiGroup'], `is "${apiGroup}", and service accounts have none`, 'remove it');
    } else if (apiGroup !== undefined && apiGroup !== '' && apiGroup !== RBAC)
      report([...path, 'apiGroup'], `is "${apiGroup}"`, `write ${RBAC}`);
  }
};
