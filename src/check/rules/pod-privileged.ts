import { fieldsAt, listAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { livePodPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { eachContainer, POD_KINDS, podOf } from './each-container';

/** Capabilities that come near to being root of the node. @see https://man7.org/linux/man-pages/man7/capabilities.7.html */
const STRONG: readonly string[] = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'NET_ADMIN', 'DAC_READ_SEARCH', 'BPF'];

/** A pod that may do to its node what it likes. */
export const podPrivileged: EnforceableRule = {
  code: 'pod.privileged',
  severity: 'warning',
  title: 'a privileged container, a strong capability, or namespaces of the host',
  reason: 'a fault in the container is then a fault in the node, and in all that runs there',
  fix: 'take it away',
  acceptWhere: 'a driver needs it',
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
        if (STRONG.includes(String(name).replace(/^CAP_/, '')))
          yield { path: [...path, 'securityContext', 'capabilities', 'add', index], what: `is ${name}` };
      }
    }
  },
  policy: livePodPolicy({
    findings: cel`
      ['hostNetwork', 'hostPID', 'hostIPC']
        .filter(field, variables.pod[?field].orValue(false))
        .map(field, field + ' shares a namespace with the host')
      + variables.containers
        .filter(c, c.?securityContext.?privileged.orValue(false))
        .map(c, 'container ' + c.name + ' is privileged')
      + variables.containers
        .map(c, 'container ' + c.name + ' adds ' + c.?securityContext.?capabilities.?add.orValue([])
          .filter(name, name.matches('^(CAP_)?(${STRONG.join('|')})$')).join(', '))
        .filter(text, !text.endsWith(' adds '))`,
  }),
};
