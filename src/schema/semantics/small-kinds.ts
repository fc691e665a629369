import { fieldsAt, listAt, textAt } from '../plain-access';
import type { Semantics } from '../schema-finding';
import { TEXT_FORMATS } from '../structure/formats';

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

const MAX_BYTES = 1024 * 1024;

/** Keys that a type of Secret must have. @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
const SECRET_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/basic-auth': [],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** Keys and size of a ConfigMap or a Secret. */
export const configSemantics: Semantics = (object, report) => {
  const [data, binary, texts] = [fieldsAt(object, 'data'), fieldsAt(object, 'binaryData'), fieldsAt(object, 'stringData')];
  let bytes = 0;
  for (const [field, entries] of Object.entries({ data, binaryData: binary, stringData: texts })) {
    for (const [key, value] of Object.entries(entries)) {
      bytes += typeof value === 'string' ? Buffer.byteLength(value) * (field === 'binaryData' || object.kind === 'Secret' ? 0.75 : 1) : 0;
      if (!TEXT_FORMATS['config-key']?.test(key))
        report([field, key], 'is a key of other signs than letters, digits, "-", "_" and "."', 'rename it');
    }
  }
  for (const key of Object.keys(data))
    if (Object.hasOwn(binary, key)) report(['data', key], 'stands in binaryData too', 'remove one of them');
  if (bytes > MAX_BYTES)
    report(
      [object.kind === 'Secret' ? 'stringData' : 'data'],
      `holds ${Math.round(bytes)} bytes, and ${MAX_BYTES} are allowed`,
      'split it, or put it on a volume',
    );
  if (object.kind !== 'Secret') return;
  for (const key of SECRET_KEYS[textAt(object, 'type') ?? ''] ?? []) {
    if (data[key] === undefined && texts[key] === undefined)
      report(['data', key], `is missing, and type ${object.type} needs it`, 'add it');
  }
};

const LABEL = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)(-version)?$/;

/** Labels that the server reads as the Pod Security levels of a namespace. @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export const namespaceSemantics: Semantics = (object, report) => {
  for (const [key, value] of Object.entries(fieldsAt(object, 'metadata', 'labels'))) {
    const [known, , version] = LABEL.exec(key) ?? [];
    if (known === undefined) continue;
    const right = version ? /^(latest|v1\.(0|[1-9]\d*))$/ : /^(privileged|baseline|restricted)$/;
    if (right.test(String(value))) continue;
    report(
      ['metadata', 'labels', key],
      `is "${value}"`,
      version ? 'write latest, or a version such as v1.34' : 'write restricted, baseline or privileged',
    );
  }
};
