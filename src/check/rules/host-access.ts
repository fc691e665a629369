import { fieldsAt, listAt, textAt, valueAt } from '../../schema/plain-access';
import { eachContainer, POD_KINDS, podOf } from '../index/pods';
import { cel } from '../policy/cel';
import { livePodPolicy, shippedPodPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../rule';

/** Capabilities that come near to being root of the node. @see https://man7.org/linux/man-pages/man7/capabilities.7.html */
const STRONG: readonly string[] = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'NET_ADMIN', 'DAC_READ_SEARCH', 'BPF'];

/** A pod that may do to its node what it likes. */
export const podPrivileged: EnforceableRule = {
  code: 'pod.privileged',
  severity: 'warning',
  title: 'a privileged container, a strong capability, or namespaces of the host',
  reason: 'a fault in the container is then a fault in the node, and in all that runs there',
  fix: 'take it away',
  legitimate: 'a driver needs it',
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

/** A directory of the node inside a pod. */
export const podHostPath: EnforceableRule = {
  code: 'pod.host-path',
  severity: 'warning',
  title: 'a volume that is a directory of the node',
  reason: 'whoever runs in the pod reads and may write files of the node, and the data is gone when the pod moves',
  fix: 'use a PersistentVolumeClaim, or an emptyDir for what may go',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  kinds: POD_KINDS,
  *check(object) {
    const pod = podOf(object);
    for (const [index, volume] of listAt(pod?.spec, 'volumes').entries()) {
      if (valueAt(volume, 'hostPath') === undefined) continue;
      yield {
        path: [...(pod?.path ?? []), 'volumes', index, 'hostPath'],
        what: `is the directory ${textAt(volume, 'hostPath', 'path')} of the node`,
      };
    }
  },
  policy: shippedPodPolicy({
    findings: cel`
      variables.pod.?volumes.orValue([])
        .filter(v, has(v.hostPath))
        .map(v, 'volume ' + v.name + ' is the directory ' + v.hostPath.path + ' of the node')`,
  }),
};
