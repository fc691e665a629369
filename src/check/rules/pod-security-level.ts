import type { ValuePath } from '../../base/value-path';
import { RESTRICTED_VOLUMES } from '../../kube/pod/security';
import { type Fields, fieldsAt, listAt, textAt, valueAt } from '../../schema/plain-access';
import { type PodTemplate, podContainers } from '../../schema/pod-template';
import { POD_KINDS, podOf } from '../index/pods';
import type { EnforceableRule, RuleFinding } from '../rule';
import { BASELINE_CAPABILITIES, CALLS, podSecurityPolicy, SAFE_SYSCTLS, SELINUX_TYPES } from './pod-security-policy';

/** Pods that the Pod Security admission of their namespace refuses. */
export const podSecurityLevel: EnforceableRule = {
  code: 'pod.security-level',
  severity: 'error',
  title: 'a pod that the Pod Security level of its namespace refuses',
  reason: 'the Deployment is accepted and its pods are not: nothing runs, and only an event says why',
  fix: 'fix the pod, or lower the level of the namespace',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  kinds: POD_KINDS,
  *check(object, context) {
    const namespace = object.namespace === undefined ? undefined : context.find(object, '/Namespace', object.namespace, '');
    const level = textAt(namespace?.manifest, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');
    const pod = podOf(object);
    if (pod === undefined || (level !== 'baseline' && level !== 'restricted')) return;
    yield* baseline(pod);
    if (level === 'restricted') yield* restricted(pod);
  },
  policy: podSecurityPolicy,
};

function* baseline(pod: PodTemplate): Iterable<RuleFinding> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'])
    if (pod.spec[field] === true) yield { path: [...pod.path, field], what: 'is true, which baseline forbids' };
  for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
    if (valueAt(volume, 'hostPath'))
      yield { path: [...pod.path, 'volumes', index, 'hostPath'], what: 'is a directory of the node, which baseline forbids' };
  }
  for (const [index, sysctl] of listAt(pod.spec, 'securityContext', 'sysctls').entries()) {
    if (!SAFE_SYSCTLS.includes(textAt(sysctl, 'name') ?? ''))
      yield { path: [...pod.path, 'securityContext', 'sysctls', index], what: 'is a setting of the node, which baseline forbids' };
  }
  yield* profiles(pod.path, fieldsAt(pod.spec, 'securityContext'));
  for (const { path, container } of podContainers(pod)) {
    const security = fieldsAt(container, 'securityContext');
    yield* profiles(path, security);
    if (security.privileged === true) yield { path: [...path, 'securityContext', 'privileged'], what: 'is true, which baseline forbids' };
    if (pod.spec.hostUsers !== false) yield* procMount(path, security);
    for (const port of listAt(container, 'ports'))
      if (valueAt(port, 'hostPort')) yield { path: [...path, 'ports'], what: 'have a hostPort, which baseline forbids' };
    for (const name of listAt(security, 'capabilities', 'add')) {
      if (!BASELINE_CAPABILITIES.includes(String(name)))
        yield { path: [...path, 'securityContext', 'capabilities', 'add'], what: `hold ${name}, which baseline forbids` };
    }
    for (const call of CALLS)
      if (textAt(container, ...call, 'host')) yield { path: [...path, ...call, 'host'], what: 'is another host, which baseline forbids' };
  }
}

/** What a pod and a container may both say. */
function* profiles(of: ValuePath, security: Fields): Iterable<RuleFinding> {
  const path = [...of, 'securityContext'];
  if (seccomp(security) === 'Unconfined') yield { path: [...path, 'seccompProfile'], what: 'is Unconfined, which baseline forbids' };
  if (textAt(security, 'appArmorProfile', 'type') === 'Unconfined')
    yield { path: [...path, 'appArmorProfile'], what: 'is Unconfined, which baseline forbids' };
  if (valueAt(security, 'windowsOptions', 'hostProcess') === true)
    yield { path: [...path, 'windowsOptions', 'hostProcess'], what: 'is true, which baseline forbids' };
  const { type = '', user = '', role = '' } = fieldsAt(security, 'seLinuxOptions');
  if (!SELINUX_TYPES.includes(String(type)) || user !== '' || role !== '')
    yield { path: [...path, 'seLinuxOptions'], what: 'leave those of containers, which baseline forbids' };
}

function* procMount(path: ValuePath, { procMount: kind = 'Default' }: Fields): Iterable<RuleFinding> {
  if (kind !== 'Default') yield { path: [...path, 'securityContext', 'procMount'], what: 'is not Default, which the level forbids' };
}

function* restricted(pod: PodTemplate): Iterable<RuleFinding> {
  for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
    const kind = Object.keys(fieldsAt([volume], 0)).find((field) => field !== 'name');
    if (kind !== undefined && !RESTRICTED_VOLUMES.has(kind) && kind !== 'hostPath')
      yield { path: [...pod.path, 'volumes', index, kind], what: 'is a kind of volume that restricted forbids' };
  }
  // Root of a pod with users of its own is nobody on the node: Kubernetes lets it in from 1.35 on.
  if (pod.spec.hostUsers !== false) yield* rootUsers(pod);
  else for (const { path, container } of podContainers(pod)) yield* procMount(path, fieldsAt(container, 'securityContext'));
  if (textAt(pod.spec, 'os', 'name') !== 'windows') yield* linuxContainers(pod);
}

function* rootUsers(pod: PodTemplate): Iterable<RuleFinding> {
  const of = fieldsAt(pod.spec, 'securityContext');
  const atPod = [...pod.path, 'securityContext'];
  if (of.runAsNonRoot === false) yield { path: [...atPod, 'runAsNonRoot'], what: 'is not true, which restricted asks for' };
  if (of.runAsUser === 0) yield { path: [...atPod, 'runAsUser'], what: 'is 0 (root), which restricted forbids' };
  for (const { path, container } of podContainers(pod)) {
    const own = fieldsAt(container, 'securityContext');
    const at = [...path, 'securityContext'];
    if ((own.runAsNonRoot ?? of.runAsNonRoot) !== true)
      yield { path: [...at, 'runAsNonRoot'], what: 'is not true, which restricted asks for' };
    if (own.runAsUser === 0) yield { path: [...at, 'runAsUser'], what: 'is 0 (root), which restricted forbids' };
  }
}

function* linuxContainers(pod: PodTemplate): Iterable<RuleFinding> {
  const of = fieldsAt(pod.spec, 'securityContext');
  for (const { path, container } of podContainers(pod)) {
    const own = fieldsAt(container, 'securityContext');
    const at = [...path, 'securityContext'];
    if (own.allowPrivilegeEscalation !== false)
      yield { path: [...at, 'allowPrivilegeEscalation'], what: 'is not false, which restricted asks for' };
    if (!listAt(own, 'capabilities', 'drop').includes('ALL'))
      yield { path: [...at, 'capabilities', 'drop'], what: 'does not hold ALL, which restricted asks for' };
    for (const name of listAt(own, 'capabilities', 'add')) {
      if (name !== 'NET_BIND_SERVICE' && BASELINE_CAPABILITIES.includes(String(name)))
        yield { path: [...at, 'capabilities', 'add'], what: `hold ${name}, which restricted forbids` };
    }
    if (!['RuntimeDefault', 'Localhost', 'Unconfined'].includes(seccomp(own) ?? seccomp(of) ?? ''))
      yield { path: [...at, 'seccompProfile'], what: 'is not set, and restricted asks for RuntimeDefault' };
  }
}

function seccomp(security: Fields): string | undefined {
  return textAt(security, 'seccompProfile', 'type');
}
