import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { errorFinding, type Finding } from '../../base/finding';
import { validateProps } from '../../base/validate-props';
import { Environment } from '../../environment/environment';
import { addFindings } from '../../kube/construct-findings';
import { teamKey } from '../../kube/label-context';
import type { NamedRef } from '../../kube/pod/environment-variables';
import { RoleBinding, Subject } from '../access/role-binding';
import { WorkloadAccount } from '../access/workload-account';
import { ClusterQueue } from '../queue/cluster-queue';
import { LocalQueue } from '../queue/local-queue';
import { TeamNamespace, type TeamNamespaceProps } from './team-namespace';

/** People and pods with a built-in role of Kubernetes in the team's namespace. At least one role (`Tenant.access`). */
export interface TenantAccess {
  /** Everything except quota and the namespace itself; can grant roles and read Secrets: `[Subject.group('leads')]`. @default - nobody */
  readonly admin?: readonly Subject[];
  /** Workloads and their settings; can read Secrets and run pods as any account: `[Subject.group('team-a')]`. @default - nobody */
  readonly edit?: readonly Subject[];
  /** Read access, except Secrets: `[Subject.group('support')]`. @default - nobody */
  readonly view?: readonly Subject[];
}

/** A team's queue with shared quota. */
export interface TenantQueue {
  /** The `ClusterQueue` with the quota, or its name. One of this app must admit the namespace (`Tenant.queue`). @example 'research' */
  readonly clusterQueue: string | NamedRef;
  /** The LocalQueue's name. @default - the namespace's */
  readonly name?: string;
}

export interface TenantProps extends Omit<TeamNamespaceProps, 'name'> {
  /** The namespace, before the environment's prefix: `'vision'`. @default - the construct's id */
  readonly name?: string;
  /** Who can do what: `{ edit: [Subject.group('team-a')] }`. @default - only those with access to the whole cluster */
  readonly access?: TenantAccess;
  /** The LocalQueue of the team's jobs: `{ clusterQueue: 'research' }`. @default - none */
  readonly queue?: TenantQueue;
  /**
   * Adds the ServiceAccount `deployer` with the role `admin`, for a delivery with the team's permissions only:
   * `new FluxKustomization(chart, 'scoring', { …, serviceAccount: tenant.deployer })`, in a chart of the team's namespace.
   *
   * @default false
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#role-based-access-control
   */
  readonly deployer?: boolean;
}

const ROLES = ['admin', 'edit', 'view'] as const;

/**
 * A team in one environment: its namespace with quota, defaults and network isolation, access, and its queue.
 *
 * Create one per environment; the environment's prefix keeps their namespaces apart.
 */
export class Tenant extends Construct {
  /** The namespace's name: `new Chart(app, 'scoring', { namespace: tenant.namespace })`. */
  readonly namespace: string;
  /**
   * Labels for the team's charts, so that its pods count to the team in cost reports:
   * `new Chart(app, 'scoring', { namespace: tenant.namespace, labels: tenant.labels })`. Empty in an app without cost labels.
   */
  readonly labels: Record<string, string>;
  /** The team's queue, if it has one: `queue: tenant.queue`. */
  readonly queue: LocalQueue | undefined;
  /** The ServiceAccount of deliveries, if `deployer` is set. */
  readonly deployer: WorkloadAccount | undefined;

  constructor(scope: Construct, id: string, props: TenantProps = {}) {
    super(scope, id);
    validateProps('Tenant', this.node.path, props);
    const { name = id, access, queue, deployer, ...namespace } = props;
    const fullName = Environment.of(this)?.namespace(name) ?? name;
    this.namespace = new TeamNamespace(this, 'Namespace', { ...namespace, name: fullName }).name;
    this.deployer = deployer ? new WorkloadAccount(this, 'Deployer', { name: 'deployer', namespace: this.namespace }) : undefined;
    const key = teamKey(this);
    this.labels = key === undefined ? {} : { [key]: name };
    addBindings(this, access);
    this.queue = queue === undefined ? undefined : addQueue(this, queue);
  }
}

function addBindings(tenant: Tenant, access: TenantAccess | undefined): void {
  const { namespace, deployer } = tenant;
  if (access !== undefined) {
    const given = ROLES.filter((role) => access[role] !== undefined);
    if (given.length === 0) {
      const fix = "add one: access: { edit: [Subject.group('team-a')] }, or remove `access`";
      throw new ConfigError('Tenant.access', { where: tenant.node.path, what: '`access` has no role', fix });
    }
    for (const role of given) {
      new RoleBinding(tenant, role, { role: { clusterRole: role }, subjects: access[role] ?? [], name: `team-${role}`, namespace });
    }
  }
  if (deployer === undefined) return;
  const subjects = [Subject.account(deployer, namespace)];
  new RoleBinding(tenant, 'DeployerRole', { role: { clusterRole: 'admin' }, subjects, name: 'deployer', namespace });
}

function addQueue(tenant: Tenant, { clusterQueue, name }: TenantQueue): LocalQueue {
  if (clusterQueue instanceof ClusterQueue) {
    addFindings(tenant, () => queueFindings(tenant, clusterQueue));
  }
  return new LocalQueue(tenant, 'Queue', { name: name ?? tenant.namespace, clusterQueue, namespace: tenant.namespace });
}

/** Kueue never admits a job whose namespace its ClusterQueue does not select. */
function queueFindings(tenant: Tenant, clusterQueue: ClusterQueue): readonly Finding[] {
  const { namespaces } = clusterQueue;
  if (namespaces === 'all' || namespaces.includes(tenant.namespace)) return [];
  const what = `queue "${clusterQueue.name}" admits jobs of ${namespaces.join(', ')}, not of "${tenant.namespace}": they would wait indefinitely`;
  const fix = `add "${tenant.namespace}" to namespaces of ${clusterQueue.node.path}`;
  return [errorFinding('Tenant.queue', { where: tenant.node.path, what, fix })];
}
