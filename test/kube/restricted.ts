import type { Container, PodSpec } from '../../imports/kubernetes';

/** Volumes that the restricted level allows; `image` since 1.33 (kubernetes/kubernetes#130394), though its page lacks it (kubernetes/website#55370). */
const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

/**
 * What keeps a pod from the restricted Pod Security Standard, written from the standard's own table.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedViolations(spec: PodSpec): string[] {
  const pod = spec as PodSpec & Readonly<Record<string, unknown>>;
  const found: string[] = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => pod[field] === true);
  for (const { name, ...source } of spec.volumes ?? []) {
    if (Object.keys(source).some((kind) => !VOLUMES.includes(kind))) found.push(`volume ${name}`);
  }
  if (spec.securityContext?.runAsUser === 0) found.push('runAsUser');
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    found.push(...containerViolations(spec, container).map((field) => `${container.name}: ${field}`));
  }
  return found;
}

function containerViolations(spec: PodSpec, container: Container): string[] {
  const own = container.securityContext;
  const [user, seccomp] = [own?.runAsUser, own?.seccompProfile?.type ?? spec.securityContext?.seccompProfile?.type];
  const checks: [string, boolean][] = [
    ['privileged', own?.privileged !== true],
    ['allowPrivilegeEscalation', own?.allowPrivilegeEscalation === false],
    ['runAsNonRoot', (own?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot) === true],
    ['runAsUser', user !== 0],
    ['seccompProfile', seccomp === 'RuntimeDefault' || seccomp === 'Localhost'],
    ['capabilities.drop', own?.capabilities?.drop?.includes('ALL') === true],
    ['capabilities.add', (own?.capabilities?.add ?? []).every((capability) => capability === 'NET_BIND_SERVICE')],
    ['hostPort', (container.ports ?? []).every((port) => !port.hostPort)],
  ];
  return checks.filter(([, met]) => !met).map(([field]) => field);
}
