import type { Container, PodSecurityContext, SecurityContext, Volume, VolumeMount } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { type LabelContext, ownKey } from '../labels';
import { wholeNumber } from '../whole-number';

/**
 * Ways in which a pod departs from the restricted Pod Security Standard, each with its reason.
 *
 * The reason is written as an annotation beside the exception, so that a reviewer meets both.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export interface SecurityExceptions {
  /** Lets the container run as root; the namespace must then allow the baseline level: `'The installer writes to /usr.'` */
  readonly runAsRoot?: string;
  /** Lets the container write to its own root file system: `'Triton unpacks its backends.'` */
  readonly writableRootFilesystem?: string;
  /**
   * Lets the pod mount what the restricted standard refuses, such as `hostPath` and `nfs`; the namespace must allow it:
   * `'The nodes hold the models.'`
   */
  readonly unrestrictedVolumes?: string;
}

/** Further exceptions of pods that work on the node itself, each with its reason. The namespace must allow the privileged level. */
export interface NodeSecurityExceptions extends SecurityExceptions {
  /** Runs the pod in the node's network: `'The exporter reads the interfaces of the node.'` */
  readonly hostNetwork?: string;
  /** Lets the pod see the processes of the node: `'The agent profiles all processes.'` */
  readonly hostPID?: string;
  /** Linux capabilities that the container gets, by name: `{ SYS_ADMIN: 'DCGM reads profiling counters.' }` */
  readonly capabilities?: Readonly<Record<string, string>>;
}

/** Who the processes of a pod are. */
export interface SecurityProps {
  /**
   * The user id of the processes.
   *
   * @default - the image's own; Kubernetes refuses to start it when that is root, or a name and no number
   */
  readonly runAsUser?: number;
  /** The group that owns mounted volumes. @default - 1000 where the pod writes to a claim or an ephemeral disk, else none */
  readonly fsGroup?: number;
  /** Further groups of the processes, such as the one that owns a device on the nodes. @default - none */
  readonly supplementalGroups?: readonly number[];
  /** Named exceptions: `{ runAsRoot: '<reason>' }`. @default - none: the pod meets the restricted Pod Security Standard */
  readonly exceptions?: SecurityExceptions;
}

/** The pod's part of the security settings. */
export function podSecurity(code: string, where: string, props: SecurityProps = {}): PodSecurityContext {
  const { runAsUser, fsGroup, supplementalGroups = [], exceptions } = props;
  if (runAsUser === 0 && exceptions?.runAsRoot === undefined) {
    const fix = 'use another user, or say why: security: { exceptions: { runAsRoot: "<reason>" } }';
    throw new ConfigError(`${code}.runAsUser`, { where, what: 'user 0 is root', fix });
  }
  if (runAsUser !== undefined) wholeNumber(`${code}.runAsUser`, where, runAsUser, { title: 'the user id', min: 0 });
  if (fsGroup !== undefined) wholeNumber(`${code}.fsGroup`, where, fsGroup, { title: 'the group id', min: 0 });
  for (const group of supplementalGroups) wholeNumber(`${code}.supplementalGroups`, where, group, { title: 'the group id', min: 0 });
  return {
    ...(exceptions?.runAsRoot === undefined ? { runAsNonRoot: true } : {}),
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(fsGroup === undefined ? {} : { fsGroup, fsGroupChangePolicy: 'OnRootMismatch' }),
    ...(supplementalGroups.length === 0 ? {} : { supplementalGroups: [...supplementalGroups] }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** The container's part: nothing beyond what an unprivileged process has. */
export function containerSecurity(exceptions: NodeSecurityExceptions = {}): SecurityContext {
  const add = Object.keys(exceptions.capabilities ?? {});
  const capabilities = { drop: ['ALL'], ...(add.length === 0 ? {} : { add }) };
  return {
    // The API server refuses SYS_ADMIN without it.
    ...(gainsPrivileges({ capabilities }) ? {} : { allowPrivilegeEscalation: false }),
    capabilities,
    ...(exceptions.writableRootFilesystem === undefined ? { readOnlyRootFilesystem: true } : {}),
  };
}

/** Annotations that say why a pod is allowed more. An exception without a reason is refused under `code`. */
export function exceptionAnnotations(
  code: string,
  where: string,
  context: LabelContext,
  exceptions: NodeSecurityExceptions = {},
): Record<string, string> {
  const named: [string, string | undefined][] = [
    ['run-as-root', exceptions.runAsRoot],
    ['writable-root-filesystem', exceptions.writableRootFilesystem],
    ['unrestricted-volumes', exceptions.unrestrictedVolumes],
    ['host-network', exceptions.hostNetwork],
    ['host-pid', exceptions.hostPID],
    ...Object.entries(exceptions.capabilities ?? {}).map(([name, reason]): [string, string] => [`capability-${name}`, reason]),
  ];
  const given = named.filter((entry): entry is [string, string] => entry[1] !== undefined);
  for (const [name, reason] of given) {
    if (reason.trim() !== '') continue;
    const fix = 'write one sentence that a security reviewer can accept or refuse';
    throw new ConfigError(`${code}.exceptions`, { where, what: `the exception ${name} has no reason`, fix });
  }
  return Object.fromEntries(given.map(([name, reason]) => [ownKey(context, 'security', name), reason]));
}

/**
 * Kinds of volumes that the restricted Pod Security Standard lets in.
 *
 * The page does not name `image`, and the admission of Kubernetes 1.35 lets it in.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const RESTRICTED_VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Refuses volumes that reach around the storage of the cluster, such as the node's own directories, unless somebody said why. */
export function refuseUnrestrictedVolumes(code: string, where: string, volumes: readonly Volume[], reason: string | undefined): void {
  if (reason !== undefined) return;
  for (const { name, ...source } of volumes) {
    const kind = Object.keys(source).find((key) => !RESTRICTED_VOLUMES.has(key));
    if (kind === undefined) continue;
    throw new ConfigError(code, {
      where,
      what: `the volume "${name}" is of the kind ${kind}, which namespaces of the restricted standard refuse`,
      fix: 'mount a claim or a CSI volume, or say why: security: { exceptions: { unrestrictedVolumes: "<reason>" } }',
    });
  }
}

/**
 * A container as it was given, with what the restricted Pod Security Standard asks of each container filled in where it says nothing.
 *
 * What it says stays, so a departure is a line of the user's own. The root file system is left alone: the standard does not ask for a
 * read-only one, and a container that was not made for it fails.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedContainer(container: Container): Container {
  const given = container.securityContext ?? {};
  // The API server refuses a privileged container that may not gain privileges.
  if (given.privileged === true) return container;
  const escalation = gainsPrivileges(given) ? {} : { allowPrivilegeEscalation: false };
  const securityContext = { ...escalation, ...given, capabilities: { drop: ['ALL'], ...given.capabilities } };
  return { ...container, securityContext };
}

function gainsPrivileges({ capabilities }: SecurityContext): boolean {
  return capabilities?.add?.some((capability) => /^(CAP_)?SYS_ADMIN$/.test(capability)) ?? false;
}

/** One group for all workloads, so that those that share a claim do not take its files from one another. */
const FS_GROUP = 1000;

/**
 * The group that a pod's disks are given to: yours, else 1000 when it writes to a claim or to an ephemeral disk.
 *
 * The root directory of a new disk belongs to root, and pods do not run as root: without a group the first write would be refused. Volumes
 * that are only read keep their owner, and drivers of shared file systems may ignore the group.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
 */
export function diskGroup(
  volumes: readonly Volume[],
  mounts: readonly VolumeMount[],
  { fsGroup, runAsUser, exceptions }: SecurityProps = {},
): number | undefined {
  if (fsGroup !== undefined) return fsGroup;
  if (exceptions?.runAsRoot !== undefined && (runAsUser ?? 0) === 0) return undefined;
  const written = new Set(mounts.filter(({ readOnly }) => readOnly !== true).map(({ name }) => name));
  return volumes.some((volume) => isDisk(volume) && written.has(volume.name)) ? FS_GROUP : undefined;
}

function isDisk({ persistentVolumeClaim, ephemeral }: Volume): boolean {
  return ephemeral !== undefined || (persistentVolumeClaim !== undefined && persistentVolumeClaim.readOnly !== true);
}
