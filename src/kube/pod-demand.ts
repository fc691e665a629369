import type { ApiObject } from 'cdk8s';
import type { Container, DeploymentStrategy, PodSpec, PodTemplateSpec } from '../../imports/kubernetes';
import type { Demand } from './demand';

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

/** As the Deployment controller rounds: up. Without a word it adds a quarter. */
function surgeOf(strategy: DeploymentStrategy | undefined, replicas: number): number {
  if (strategy?.type === 'Recreate') return 0;
  const surge = strategy?.rollingUpdate?.maxSurge ?? '25%';
  return typeof surge === 'string' && surge.endsWith('%') ? Math.ceil((replicas * Number.parseInt(surge, 10)) / 100) : Number(surge);
}

/** The product of a resource that a pod asks for, when it takes no other. */
export function productOf(pod: PodSpec, resource: string): string | undefined {
  return pod.nodeSelector?.[PRODUCT_LABELS[resource.split('/')[0] ?? ''] ?? ''];
}

/** Devices of a pod by resource: what runs together is added up, what runs before is not. */
export function devicesOf(pod: PodSpec): ReadonlyMap<string, number> {
  const init = pod.initContainers ?? [];
  const together = [...pod.containers, ...init.filter((container) => container.restartPolicy === 'Always')];
  const devices = new Map<string, number>();
  for (const container of together) {
    for (const [resource, count] of deviceLimits(container)) devices.set(resource, (devices.get(resource) ?? 0) + count);
  }
  for (const container of init) {
    for (const [resource, count] of deviceLimits(container)) devices.set(resource, Math.max(devices.get(resource) ?? 0, count));
  }
  return devices;
}

/** Extended resources have a domain, which the ones of Kubernetes itself lack. */
function deviceLimits(container: Container): [string, number][] {
  const limits = Object.entries(container.resources?.limits ?? {});
  return limits.flatMap(([resource, count]) => {
    const domain = resource.includes('/') ? resource.split('/')[0] : undefined;
    return domain === undefined || domain === 'kubernetes.io' ? [] : [[resource, Number(count)] as [string, number]];
  });
}
