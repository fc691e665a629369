import type { PodTemplateSpec } from '../../imports/kubernetes';

/**
 * The fields of a Ray cluster that this library writes. Typed by hand: generated bindings would repeat the whole pod specification.
 *
 * @see https://docs.ray.io/en/latest/cluster/kubernetes/user-guides/config.html
 */
export interface RayClusterSpec {
  readonly rayVersion?: string;
  readonly headGroupSpec: { readonly rayStartParams: Readonly<Record<string, string>>; readonly template: PodTemplateSpec };
  readonly workerGroupSpecs: readonly RayWorkerGroupSpec[];
}

interface RayWorkerGroupSpec {
  readonly groupName: string;
  readonly replicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly numOfHosts?: number;
  readonly priority?: number;
  readonly rayStartParams: Readonly<Record<string, string>>;
  readonly template: PodTemplateSpec;
}

/** The containers that KubeRay takes for Ray's are the first ones; these are the names that its own examples use. */
export const RAY_HEAD = 'ray-head';
export const RAY_WORKER = 'ray-worker';

/** What a Ray cluster is made of. */
interface RayClusterParts {
  readonly version?: string;
  readonly head: PodTemplateSpec;
  readonly workers: PodTemplateSpec;
  readonly nodes: number;
}

/** A cluster of a head and a fixed number of workers. The head runs no tasks: what it is needed for must not wait for them. */
export function rayClusterSpec({ version, head, workers, nodes }: RayClusterParts): RayClusterSpec {
  const size = { replicas: nodes, minReplicas: nodes, maxReplicas: nodes };
  // Defaults of KubeRay 1.7, written because Argo CD compares the list as a whole.
  const defaults = { numOfHosts: 1, priority: 0 };
  return {
    ...(version === undefined ? {} : { rayVersion: version }),
    headGroupSpec: { rayStartParams: { 'num-cpus': '0' }, template: head },
    workerGroupSpecs: [{ groupName: 'workers', ...size, ...defaults, rayStartParams: {}, template: workers }],
  };
}
