import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { LimitRangeSpec, NetworkPolicySpec, ResourceQuotaSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { type Isolation, resolveIsolation } from './isolation';
import { type ContainerDefaults, type Quota, resolveContainerDefaults, resolveQuota } from './quota';

export interface TeamNamespaceProps {
  /**
   * The namespace: `'team-a'`. For environments that share a cluster: `environment.namespace('team-a')`. A DNS label; `default` and `kube-…`
   * are refused, because they belong to Kubernetes (`TeamNamespace.name`).
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Which pods are admitted: `{ enforce: 'baseline' }`. A level other than `restricted` admits pods that this library never creates.
   *
   * @default - restricted: other pods are refused, and also audited and warned about
   * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
   */
  readonly podSecurity?: PodSecurityLevels;
  /** Total that all pods can request; a ResourceQuota `team`: `{ cpu: Cpu.cores(128) }`. @default - no limit */
  readonly quota?: Quota;
  /** Requests of containers that set none; a LimitRange `container-defaults`. @default - none */
  readonly containerDefaults?: ContainerDefaults;
  /** Closes the network in both directions, with exceptions; NetworkPolicies: `{ allowDns: true, allowSameNamespace: true }`. @default - open */
  readonly isolation?: Isolation;
  /** More labels of the namespace: `{ owner: 'ml' }`. The labels of `podSecurity` cannot be overridden. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the namespace: `{ 'acme.com/contact': 'ml@acme.com' }`. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * The namespace of one team, with what isolates teams that share a cluster.
 *
 * Deleting a namespace deletes everything in it, so no delivery tool prunes it: when its file is removed from Git, it stays in the cluster.
 */
export class TeamNamespace extends Construct {
  /** The namespace's name: `new Chart(app, 'scoring', { namespace: team.name })`. */
  readonly name: string;
  /** The Namespace. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: TeamNamespaceProps = {}) {
    super(scope, id);
    const team = resolveTeamNamespace(this.node.path, id, props);
    const { name, labels, annotations } = team;
    this.name = name;
    const metadata = { name, labels, ...(annotations === undefined ? {} : { annotations }) };
    this.resource = kubeObject(this, 'Resource', { apiVersion: 'v1', kind: 'Namespace', metadata });
    addLimits(this, team);
    addPolicies(this, team);
  }
}

interface ResolvedTeamNamespace {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  readonly quota: ResourceQuotaSpec | undefined;
  readonly limits: LimitRangeSpec | undefined;
  /** NetworkPolicies by name. */
  readonly policies: Readonly<Record<string, NetworkPolicySpec>>;
}

function resolveTeamNamespace(where: string, id: string, props: TeamNamespaceProps): ResolvedTeamNamespace {
  validateProps('TeamNamespace', where, props);
  const { podSecurity, quota, containerDefaults, isolation, labels, annotations } = props;
  const name = checkName('TeamNamespace.name', where, props.name ?? id);
  refuseSystemNamespace(where, name);
  return {
    name,
    labels: { ...labels, ...podSecurityLabels(where, podSecurity) },
    annotations,
    quota: quota === undefined ? undefined : resolveQuota(where, quota),
    limits: containerDefaults === undefined ? undefined : resolveContainerDefaults(where, containerDefaults),
    policies: isolation === undefined ? {} : resolveIsolation(where, isolation),
  };
}

function refuseSystemNamespace(where: string, name: string): void {
  if (name !== 'default' && !name.startsWith('kube-')) return;
  const what = `namespace "${name}" belongs to Kubernetes`;
  throw new ConfigError('TeamNamespace.name', { where, what, fix: 'give the team a separate namespace, for example "team-a"' });
}

function addLimits(scope: Construct, { name: namespace, quota, limits }: ResolvedTeamNamespace): void {
  if (quota !== undefined) {
    kubeObject(scope, 'Quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace }, spec: quota });
  }
  if (limits === undefined) return;
  const metadata = { name: 'container-defaults', namespace };
  kubeObject(scope, 'ContainerDefaults', { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: limits });
}

function addPolicies(scope: Construct, { name: namespace, policies }: ResolvedTeamNamespace): void {
  for (const [name, spec] of Object.entries(policies)) {
    kubeObject(scope, name, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec });
  }
}

/** How much a pod can do to its node. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** The Pod Security Standards of a namespace, by what happens to a pod that does not meet them. */
export interface PodSecurityLevels {
  /** Pods below this level are refused: `'baseline'`. @default 'restricted' */
  readonly enforce?: PodSecurityLevel;
  /** Pods below this level are written to the audit log: `'baseline'`. @default 'restricted' */
  readonly audit?: PodSecurityLevel;
  /** Applying a pod below this level prints a warning: `'baseline'`. @default 'restricted' */
  readonly warn?: PodSecurityLevel;
  /** The Kubernetes version whose standards apply: `'latest'` or `'v1.36'`. @default 'latest' */
  readonly version?: string;
}

const PREFIX = 'pod-security.kubernetes.io';

/** The labels that Pod Security admission reads. Always written: a cluster's own default can be anything. */
function podSecurityLabels(where: string, levels: PodSecurityLevels = {}): Record<string, string> {
  const version = levels.version ?? 'latest';
  if (!/^(latest|v1\.[0-9]{1,3})$/.test(version)) {
    const what = `invalid Kubernetes version ${JSON.stringify(version)}`;
    throw new ConfigError('TeamNamespace.podSecurity', { where, what, fix: 'use "latest" or, for example, "v1.36"' });
  }
  const labels = (['enforce', 'audit', 'warn'] as const).flatMap((mode): [string, string][] => [
    [`${PREFIX}/${mode}`, levels[mode] ?? 'restricted'],
    [`${PREFIX}/${mode}-version`, version],
  ]);
  return Object.fromEntries(labels);
}
