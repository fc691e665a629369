import { Construct } from 'constructs';
import { ConfigError, configErrorText } from '../../base/config-error';
import { validateProps } from '../../base/validate-props';
import { Environment } from '../../environment/environment';
import { teamKey } from '../../kube/label-context';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { RoleBinding, Subject } from '../access/role-binding';
import { WorkloadAccount } from '../access/workload-account';
import { ClusterQueue } from '../queue/cluster-queue';
import { LocalQueue } from '../queue/local-queue';
import { TeamNamespace, type TeamNamespaceProps } from './team-namespace';

/** Who may do what in a team's namespace, by the roles that Kubernetes brings. At least one of them (`Tenant.access`). */
export interface TenantAccess {
  /** Everything but quota and the namespace itself; may give roles to others, and read Secrets. @default - nobody */
  readonly admin?: readonly Subject[];
  /** Workloads and their settings; may read Secrets and run pods as any account of the namespace. @default - nobody */
  readonly edit?: readonly Subject[];
  /** Looking, Secrets excepted. @default - nobody */
  readonly view?: readonly Subject[];
}

/** A team's door to shared quota. */
export interface TenantQueue {
  /** The quota behind it. One of this app is asked whether it lets the namespace in (`Tenant.queue`). */
  readonly clusterQueue: string | NamedRef;
  /** The LocalQueue's name. @default - the namespace's */
  readonly name?: string;
}

export interface TenantProps extends Omit<TeamNamespaceProps, 'name'> {
  /** The namespace, before the environment's prefix. @default - the construct's id */
  readonly name?: string;
  /** Who may do what. @default - nobody but those who may do it everywhere */
  readonly access?: TenantAccess;
  /** The LocalQueue of the team's jobs. @default - none */
  readonly queue?: TenantQueue;
  /**
   * Adds the ServiceAccount `deployer` with the role `admin`, for a delivery that may do no more than the team itself:
   * `new FluxKustomization(chart, 'scoring', { …, serviceAccount: tenant.deployer })`, in a chart of the team's namespace.
   *
   * @default false
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#role-based-access-control
   */
  readonly deployer?: boolean;
}

const ROLES = ['admin', 'edit', 'view'] as const;

/**
 * A team in one environment: a namespace with its quota, defaults and closed network, who may do what in it, and its queue.
 *
 * Make one for each environment; the environment's prefix keeps their namespaces apart.
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
  /** The ServiceAccount of deliveries, if it was asked for. */
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
      const fix = "name who may: access: { edit: [Subject.group('team-a')] }, or leave access out";
      throw new ConfigError('Tenant.access', { where: tenant.node.path, what: 'access names no role', fix });
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
    tenant.node.addValidation({ validate: () => [...queueFindings(tenant, clusterQueue)] });
  }
  return new LocalQueue(tenant, 'Queue', { name: name ?? tenant.namespace, clusterQueue, namespace: tenant.namespace });
}

interface NamespaceSelector {
  readonly matchExpressions?: readonly { readonly values: readonly string[] }[];
}

/** Kueue never admits a job of a namespace that its queue's quota does not know. */
function queueFindings(tenant: Tenant, clusterQueue: ClusterQueue): readonly string[] {
  const selector: NamespaceSelector = clusterQueue.resource.toJson().spec?.namespaceSelector ?? {};
  const admitted = selector.matchExpressions?.flatMap(({ values }) => values);
  if (admitted === undefined || admitted.includes(tenant.namespace)) return [];
  const what = `the queue "${nameOf(clusterQueue)}" lets in ${admitted.join(', ')}, and not "${tenant.namespace}": its jobs would wait indefinitely`;
  const fix = `add "${tenant.namespace}" to namespaces of ${clusterQueue.node.path}`;
  return [configErrorText('Tenant.queue', { where: tenant.node.path, what, fix })];
}
