import type { Container, PodSpec } from '../../imports/kubernetes';
import type { Manifest } from '../manifest/manifest';

type Labels = Readonly<Record<string, string>>;

/** A workload behind a Service, as it stands in YAML. */
export interface ColourWorkload {
  /** `Deployment scorer-green`. */
  readonly title: string;
  /** The most pods that it may have at once, without surge: those of its autoscaler where there is one. */
  readonly replicas: number;
  readonly images: readonly string[];
  /** Devices of one pod by resource: `nvidia.com/gpu`. */
  readonly devices: Readonly<Record<string, number>>;
}

interface Workload {
  readonly replicas?: number;
  readonly template?: { readonly metadata?: { readonly labels?: Labels }; readonly spec?: PodSpec };
}

/** The workloads whose pods a Service selects. Undefined when the manifests do not have the Service, or it has no selector. */
export function colourWorkloads(
  manifests: readonly Manifest[],
  namespace: string | undefined,
  service: string,
): readonly ColourWorkload[] | undefined {
  const near = manifests.filter(({ metadata }) => metadata.namespace === namespace);
  const object = near.find(({ apiVersion, kind, metadata }) => apiVersion === 'v1' && kind === 'Service' && metadata.name === service);
  const selector = (object?.spec as { selector?: Labels } | undefined)?.selector;
  if (selector === undefined) return undefined;
  return near.flatMap((manifest) => {
    const { replicas, template } = (manifest.spec ?? {}) as Workload;
    const { labels = {} } = template?.metadata ?? {};
    if (template?.spec === undefined || !Object.entries(selector).every(([key, value]) => labels[key] === value)) return [];
    const most = autoscaled(near, manifest) ?? replicas ?? 1;
    return [{ title: `${manifest.kind} ${manifest.metadata.name}`, replicas: most, ...podFacts(template.spec) }];
  });
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

function podFacts({ containers, initContainers = [] }: PodSpec): Pick<ColourWorkload, 'images' | 'devices'> {
  const devices: Record<string, number> = {};
  for (const { resources } of containers as readonly Container[]) {
    for (const [resource, amount] of Object.entries(resources?.limits ?? {})) {
      // Extended resources have a domain; cpu, memory and storage have none.
      if (resource.includes('/')) devices[resource] = (devices[resource] ?? 0) + Number(amount);
    }
  }
  return { images: [...initContainers, ...containers].map(({ image }) => image ?? ''), devices };
}
