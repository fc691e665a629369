import { fieldsAt, listAt } from '../../schema/plain-access';
import type { Rule } from '../rule';
import { eachContainer, POD_KINDS, podOf } from './each-container';

/** Capabilities that come near to being root of the node. @see https://man7.org/linux/man-pages/man7/capabilities.7.html */
const STRONG: ReadonlySet<unknown> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'NET_ADMIN',
  'DAC_READ_SEARCH',
  'BPF',
]);

/** A pod that may do to its node what it likes. */
export const podPrivileged: Rule = {
  code: 'pod.privileged',
  severity: 'warning',
  title: 'a privileged container, a strong capability, or namespaces of the host',
  reason: 'a fault in the container is then a fault in the node, and in all that runs there',
  fix: 'take it away; where a driver needs it, accept this with the reason',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  kinds: POD_KINDS,
  *check(object) {
    const pod = podOf(object);
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
      if (pod?.spec[field] === true) yield { path: [...pod.path, field], what: 'shares a namespace with the host' };
    }
    for (const { path, container } of eachContainer(object)) {
      const security = fieldsAt(container, 'securityContext');
      if (security.privileged === true) yield { path: [...path, 'securityContext', 'privileged'], what: 'is true' };
      for (const [index, name] of listAt(security, 'capabilities', 'add').entries()) {
        if (STRONG.has(String(name).replace(/^CAP_/, '')))
          yield { path: [...path, 'securityContext', 'capabilities', 'add', index], what: `is ${name}` };
      }
    }
  },
};
