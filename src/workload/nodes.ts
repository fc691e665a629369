import type { Toleration } from '../../imports/kubernetes';
import { checkedFactories } from '../base/validate-props';
import { checkLabels } from '../kube/kube-object';

/** The nodes that a node service runs on. Made by a factory of the same name. */
export interface Nodes {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
}

/** Sets of nodes. */
export const Nodes = checkedFactories('Nodes', {
  /** Every node, whatever its taints: also control planes, and nodes that are not ready or being drained. */
  all(): Nodes {
    return { nodeSelector: {}, tolerations: [{ operator: 'Exists' }] };
  },
  /** Nodes without taints that keep pods away. */
  untainted(): Nodes {
    return { nodeSelector: {}, tolerations: [] };
  },
  /**
   * Nodes with NVIDIA GPUs: `Nodes.nvidia({ product: 'NVIDIA-H100-80GB-HBM3' })`. Found by the labels of GPU feature discovery.
   *
   * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/
   */
  nvidia(options: { readonly product?: string } = {}): Nodes {
    return gpuNodes('Nodes.nvidia', 'nvidia.com/gpu', 'nvidia.com/gpu.present', 'nvidia.com/gpu.product', options.product);
  },
  /** Nodes with AMD GPUs, found by the labels of the AMD node labeler. */
  amd(options: { readonly product?: string } = {}): Nodes {
    return gpuNodes('Nodes.amd', 'amd.com/gpu', 'feature.node.kubernetes.io/amd-gpu', 'amd.com/gpu.product-name', options.product);
  },
  /** Nodes with these labels; `tolerations` are taints of theirs: `Nodes.labeled({ pool: 'gpu' }, [{ key: 'pool', operator: 'Exists' }])`. */
  labeled(nodeSelector: Readonly<Record<string, string>>, tolerations: readonly Toleration[] = []): Nodes {
    checkLabels('Nodes.labeled', 'Nodes.labeled(…)', nodeSelector);
    return { nodeSelector, tolerations };
  },
} as const);

function gpuNodes(code: string, taint: string, present: string, productLabel: string, product: string | undefined): Nodes {
  const nodeSelector: Record<string, string> = product === undefined ? { [present]: 'true' } : { [productLabel]: product };
  checkLabels(code, `${code}(…)`, nodeSelector);
  return { nodeSelector, tolerations: [{ key: taint, operator: 'Exists', effect: 'NoSchedule' }] };
}
