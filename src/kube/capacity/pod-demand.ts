import type { ApiObject } from 'cdk8s';
import type { Container, DeploymentStrategy, PodSpec, PodTemplateSpec } from '../../../imports/kubernetes';

/** Devices that a workload asks for, counted in units: pods, or groups of pods that start and stop as one. */
export interface Demand {
  /** Namespace and name: `team-a/llama`. Quotas count by the namespace, and people read it. */
  readonly workload: string;
  /** The extended resource: `nvidia.com/gpu`; for dynamic resource allocation, the device class. */
  readonly resource: string;
  /** The product, when the workload takes no other. */
  readonly product?: string;
  /** Devices of one unit. */
  readonly devices: number;
  /** Units that always run. */
  readonly live: number;
  /** Units that an autoscaler may add. @default 0 */
  readonly autoscaled?: number;
  /** Units that a rollout adds for a while; `auto` adds one where the capacity has room for it. @default 0 */
  readonly surge?: number | 'auto';
  /** Units of runs that end. @default 0 */
  readonly batch?: number;
  /** The queue that starts the runs as devices get free. @default - they start at once */
  readonly queue?: string;
}

/** Labels that nodes with a device of a product carry, by the domain of the resource. */
const PRODUCT_LABELS: Readonly<Record<string, string>> = {
  'nvidia.com': 'nvidia.com/gpu.product',
  'amd.com': 'amd.com/gpu.product-name',
  'google.com': 'cloud.google.com/gke-tpu-accelerator',
};

const KUEUE_QUEUE = 'kueue.x-k8s.io/queue-name';

/** The fields of workloads that tell how many pods there are. */
interface WorkloadSpec extends Partial<PodSpec> {
  readonly replicas?: number;
  readonly strategy?: DeploymentStrategy;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly template?: PodTemplateSpec;
  readonly jobTemplate?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> }; readonly spec?: WorkloadSpec };
}

type Units = Pick<Demand, 'live' | 'surge' | 'batch' | 'queue'>;

const READ_KINDS: ReadonlySet<string> = new Set(['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'Job', 'CronJob']);

/** What the pods of one object of a built-in kind ask for. A CronJob counts as one run; a DaemonSet, whose pods nobody counts, as none. */
export function podDemands(object: ApiObject): readonly Demand[] {
  if (!READ_KINDS.has(object.kind)) return [];
  const { metadata, spec = {} } = object.toJson() as { metadata: Metadata; spec?: WorkloadSpec };
  const pod = podOf(object.kind, spec);
  if (pod === undefined) return [];
  const workload = [metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/');
  const units = unitsOf(object.kind, metadata.labels?.[KUEUE_QUEUE] ?? spec.jobTemplate?.metadata?.labels?.[KUEUE_QUEUE], spec);
  return [...devicesOf(pod)].map(([resource, devices]) => {
    const product = productOf(pod, resource);
    return { workload, resource, ...(product === undefined ? {} : { product }), devices, ...units };
  });
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

function podOf(kind: string, spec: WorkloadSpec): PodSpec | undefined {
  if (kind === 'Pod') return spec as PodSpec;
  return kind === 'CronJob' ? spec.jobTemplate?.spec?.template?.spec : spec.template?.spec;
}

function unitsOf(kind: string, queue: string | undefined, spec: WorkloadSpec): Units {
  const job = kind === 'CronJob' ? spec.jobTemplate?.spec : kind === 'Job' ? spec : undefined;
  if (job !== undefined) {
    const batch = Math.min(job.parallelism ?? 1, job.completions ?? Number.POSITIVE_INFINITY);
    return { live: 0, batch, ...(queue === undefined ? {} : { queue }) };
  }
  const live = spec.replicas ?? 1;
  return kind === 'Deployment' ? { live, surge: surgeOf(spec.strategy, live) } : { live };
}

/** What tells how a Deployment replaces its pods. */
interface Replacement {
  readonly type?: unknown;
  readonly rollingUpdate?: { readonly maxSurge?: unknown; readonly maxUnavailable?: unknown };
}

/** As the Deployment controller rounds: up. Without a word it adds a quarter. */
export function surgeOf(strategy: Replacement | undefined, replicas: number): number {
  if (strategy?.type === 'Recreate') return 0;
  return shareOf(strategy?.rollingUpdate?.maxSurge, replicas, Math.ceil);
}

/** Pods that a rollout may take away before their successors are there. It rounds down, and takes one where it could do nothing at all. */
export function unavailableOf(strategy: Replacement | undefined, replicas: number): number {
  if (strategy?.type === 'Recreate') return replicas;
  const unavailable = shareOf(strategy?.rollingUpdate?.maxUnavailable, replicas, Math.floor);
  return unavailable === 0 && surgeOf(strategy, replicas) === 0 ? 1 : unavailable;
}

function shareOf(share: unknown, replicas: number, round: (pods: number) => number): number {
  const said = share ?? '25%';
  return typeof said === 'string' && said.endsWith('%') ? round((replicas * Number.parseInt(said, 10)) / 100) : Number(said);
}

/** The product of a resource that a pod asks for, when it takes no other. */
export function productOf(pod: PodSpec, resource: string): string | undefined {
  return pod.nodeSelector?.[PRODUCT_LABELS[resource.split('/')[0] ?? ''] ?? ''];
}

/** Devices of a pod by resource: what runs together is added up, what runs before is not. */
export function devicesOf(pod: PodSpec): ReadonlyMap<string, number> {
  const init = (pod.initContainers ?? []).map((container) => ({
    amounts: deviceLimits(container),
    runs: container.restartPolicy === 'Always' ? ('beside' as const) : ('before' as const),
  }));
  return podAmounts([...init, ...pod.containers.map((container) => ({ amounts: deviceLimits(container), runs: 'beside' as const }))]);
}

/** What one container of a pod needs, by resource. */
export interface ContainerAmounts {
  readonly amounts: Iterable<readonly [resource: string, amount: number]>;
  /** Init containers run before the others, unless they are sidecars. */
  readonly runs: 'before' | 'beside';
}

/**
 * What a pod needs at once, out of its containers in the order in which they start: sidecars run beside the init containers after them.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podAmounts(containers: readonly ContainerAmounts[]): ReadonlyMap<string, number> {
  const [beside, most] = [new Map<string, number>(), new Map<string, number>()];
  for (const { amounts, runs } of containers) {
    for (const [resource, amount] of amounts) {
      const together = (beside.get(resource) ?? 0) + amount;
      if (runs === 'beside') beside.set(resource, together);
      most.set(resource, Math.max(most.get(resource) ?? 0, together));
    }
  }
  return most;
}

/** Extended resources have a domain, which the ones of Kubernetes itself lack. */
function deviceLimits(container: Container): [string, number][] {
  const limits = Object.entries(container.resources?.limits ?? {});
  return limits.flatMap(([resource, count]) => {
    const domain = resource.includes('/') ? resource.split('/')[0] : undefined;
    return domain === undefined || domain === 'kubernetes.io' ? [] : [[resource, Number(count)] as [string, number]];
  });
}
