import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { type Isolation, isolationPolicies } from './isolation';
import { type ContainerDefaults, limitRangeSpec, type Quota, quotaSpec } from './quota';

export interface TeamNamespaceProps {
  /**
   * The namespace. For environments that share a cluster: `environment.namespace('team-a')`.
   *
   * Refused when it is no DNS label, and the namespaces of Kubernetes itself: `default` and `kube-…` (`TeamNamespace.name`).
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Which pods are let in. A level other than `restricted` lets in pods that the constructs of this library never make.
   *
   * @default - restricted: refused, noted and warned of
   * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
   */
  readonly podSecurity?: PodSecurityLevels;
  /** What all pods may ask for together; a ResourceQuota `team`. @default - no limit */
  readonly quota?: Quota;
  /** What a container gets that asks for nothing; a LimitRange `container-defaults`. @default - none */
  readonly containerDefaults?: ContainerDefaults;
  /** Closes the network in both directions, with named exceptions; NetworkPolicies. @default - open */
  readonly isolation?: Isolation;
  /** Further labels: an owner, a service mesh's switch. The labels of `podSecurity` cannot be replaced. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * A namespace of one team, with what keeps teams that share a cluster apart.
 *
 * Deleting a namespace deletes all that is in it, so no delivery tool prunes it: when its file leaves Git it stays in the cluster.
 */
export class TeamNamespace extends Construct {
  /** The namespace's name: `new Chart(app, 'scoring', { namespace: team.name })`. */
  readonly name: string;
  /** The Namespace. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: TeamNamespaceProps = {}) {
    super(scope, id);
    const where = this.node.path;
    validateProps('TeamNamespace', where, props);
    this.name = checkName('TeamNamespace.name', where, props.name ?? id);
    refuseSystemNamespace(where, this.name);
    const labels = { ...props.labels, ...podSecurityLabels(where, props.podSecurity) };
    const { annotations } = props;
    const metadata = { name: this.name, labels, ...(annotations === undefined ? {} : { annotations }) };
    this.resource = kubeObject(this, 'Resource', { apiVersion: 'v1', kind: 'Namespace', metadata });
    addLimits(this, props);
    addPolicies(this, props.isolation);
  }
}

function addLimits(team: TeamNamespace, { quota, containerDefaults }: TeamNamespaceProps): void {
  const [where, namespace] = [team.node.path, team.name];
  if (quota !== undefined) {
    const metadata = { name: 'team', namespace };
    kubeObject(team, 'Quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: quotaSpec(where, quota) });
  }
  if (containerDefaults === undefined) return;
  const metadata = { name: 'container-defaults', namespace };
  kubeObject(team, 'ContainerDefaults', { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: limitRangeSpec(where, containerDefaults) });
}

function addPolicies(team: TeamNamespace, isolation: Isolation | undefined): void {
  if (isolation === undefined) return;
  for (const [name, spec] of Object.entries(isolationPolicies(team.node.path, isolation))) {
    const metadata = { name, namespace: team.name };
    kubeObject(team, name, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec });
  }
}

function refuseSystemNamespace(where: string, name: string): void {
  if (name !== 'default' && !name.startsWith('kube-')) return;
  const what = `"${name}" belongs to Kubernetes itself`;
  throw new ConfigError('TeamNamespace.name', { where, what, fix: 'give the team a namespace of its own, for example "team-a"' });
}

/** How much a pod may do to its node. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** The Pod Security Standards of a namespace, by what happens to a pod that does not meet them. */
export interface PodSecurityLevels {
  /** Such pods are refused. @default 'restricted' */
  readonly enforce?: PodSecurityLevel;
  /** Such pods are noted in the audit log. @default 'restricted' */
  readonly audit?: PodSecurityLevel;
  /** Whoever applies such a pod is warned. @default 'restricted' */
  readonly warn?: PodSecurityLevel;
  /** The Kubernetes version whose standards hold: `latest`, or `v1.36`. @default 'latest' */
  readonly version?: string;
}

const LEVELS: readonly string[] = ['restricted', 'baseline', 'privileged'];
const PREFIX = 'pod-security.kubernetes.io';

/** The labels that the Pod Security admission reads. Always written out: a cluster's own default may be anything. */
export function podSecurityLabels(where: string, levels: PodSecurityLevels = {}): Record<string, string> {
  const version = levels.version ?? 'latest';
  if (!/^(latest|v1\.[0-9]{1,3})$/.test(version)) {
    const what = `the version ${JSON.stringify(version)} is no Kubernetes version`;
    throw new ConfigError('TeamNamespace.podSecurity', { where, what, fix: 'use "latest", or for example "v1.36"' });
  }
  const labels = (['enforce', 'audit', 'warn'] as const).flatMap((mode): [string, string][] => {
    const level = levels[mode] ?? 'restricted';
    refuseLevel(where, mode, level);
    return [
      [`${PREFIX}/${mode}`, level],
      [`${PREFIX}/${mode}-version`, version],
    ];
  });
  return Object.fromEntries(labels);
}

function refuseLevel(where: string, mode: string, level: string): void {
  if (LEVELS.includes(level)) return;
  const what = `${mode} is ${JSON.stringify(level)}`;
  throw new ConfigError('TeamNamespace.podSecurity', { where, what, fix: `use ${LEVELS.join(', ')}` });
}
