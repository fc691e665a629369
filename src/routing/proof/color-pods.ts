import type { Container, PodSpec } from '../../../imports/kubernetes';
import { MOST_NODES } from '../../kube/whole-number';
import type { Manifest } from '../../manifest/manifest';

type Labels = Readonly<Record<string, string>>;

/** A workload behind a Service, as the YAML has it. */
export interface ColorWorkload {
  /** `Deployment scorer-green`. */
  readonly title: string;
  /** The most units that it may have at once, without surge: those of its autoscaler where there is one. A unit is a pod or a group of them. */
  readonly replicas: number;
  readonly images: readonly string[];
  /** Devices of one unit by resource: `nvidia.com/gpu`. */
  readonly devices: Readonly<Record<string, number>>;
}

interface Template {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec?: PodSpec;
}

interface Workload {
  readonly replicas?: number;
  readonly template?: Template;
  readonly leaderWorkerTemplate?: { readonly size?: number; readonly leaderTemplate?: Template; readonly workerTemplate?: Template };
}

/**
 * The workloads whose pods a Service selects. Undefined when the manifests do not have the Service, it has no selector, or an operator makes
 * the pods.
 */
export function colorWorkloads(
  manifests: readonly Manifest[],
  namespace: string | undefined,
  service: string,
): readonly ColorWorkload[] | undefined {
  const near = manifests.filter(({ metadata }) => metadata.namespace === namespace);
  const object = near.find(({ apiVersion, kind, metadata }) => apiVersion === 'v1' && kind === 'Service' && metadata.name === service);
  const selector = (object?.spec as { selector?: Labels } | undefined)?.selector;
  if (selector === undefined) return undefined;
  const workloads = near.flatMap((manifest) => {
    const spec = (manifest.spec ?? {}) as Workload;
    const pods = podsOfUnit(spec);
    if (!pods.some((template) => matches(template, selector))) return [];
    const replicas = autoscaled(near, manifest) ?? spec.replicas ?? 1;
    return [{ title: `${manifest.kind} ${manifest.metadata.name}`, replicas, ...podFacts(pods) }];
  });
  return workloads.length === 0 ? undefined : workloads;
}

/** The pods that start and stop as one: of a LeaderWorkerSet the leader with its workers, else a single one. */
function podsOfUnit({ template, leaderWorkerTemplate: group }: Workload): readonly Template[] {
  if (template?.spec !== undefined) return [template];
  if (group?.workerTemplate?.spec === undefined) return [];
  const { size: asked = 1, leaderTemplate = group.workerTemplate, workerTemplate } = group;
  // Any manifest is read here, and no cluster has more nodes.
  const size = Math.min(Math.max(asked, 1), MOST_NODES);
  return [leaderTemplate, ...Array.from({ length: size - 1 }, () => workerTemplate)];
}

function matches({ metadata: { labels = {} } = {} }: Template, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** The most replicas of the autoscaler that points at a workload: HorizontalPodAutoscaler or KEDA's ScaledObject. */
function autoscaled(manifests: readonly Manifest[], { kind, metadata }: Manifest): number | undefined {
  for (const {
    metadata: { annotations },
    spec,
  } of manifests) {
    const {
      scaleTargetRef: target,
      maxReplicas,
      maxReplicaCount,
    } = (spec ?? {}) as {
      scaleTargetRef?: { kind?: string; name?: string };
      maxReplicas?: number;
      maxReplicaCount?: number;
    };
    if (target?.name === metadata.name && (target.kind ?? 'Deployment') === kind) {
      const paused = annotations?.['autoscaling.keda.sh/paused-replicas'];
      return paused === undefined ? (maxReplicas ?? maxReplicaCount) : Number(paused);
    }
  }
  return undefined;
}

function podFacts(pods: readonly Template[]): Pick<ColorWorkload, 'images' | 'devices'> {
  const devices: Record<string, number> = {};
  const images = new Set<string>();
  for (const { spec } of pods) {
    const { containers = [], initContainers = [] } = (spec ?? {}) as Partial<PodSpec>;
    for (const { image } of [...initContainers, ...containers]) images.add(image ?? '');
    for (const { resources } of containers as readonly Container[]) {
      for (const [resource, amount] of Object.entries(resources?.limits ?? {})) {
        // Extended resources have a domain; cpu, memory and storage have none.
        if (resource.includes('/')) devices[resource] = (devices[resource] ?? 0) + Number(amount);
      }
    }
  }
  return { images: [...images], devices };
}
