import type { Toleration } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkQualifiedKey } from '../../base/names';
import { checkedFactories } from '../../base/validate-props';
import { checkLabelValue } from '../kube-object';
import { wholeNumber } from '../whole-number';

/** Devices that a pod asks for, and the nodes that have them. Made by {@link Gpu} and `Tpu`. */
export interface Accelerator {
  /** The extended resource: `nvidia.com/gpu`, `nvidia.com/mig-1g.10gb`. */
  readonly resource: string;
  /** How many devices one pod gets. Kubernetes gives whole devices only. */
  readonly count: number;
  /** The product, when it matters: the value of the node label in {@link nodeSelector}. */
  readonly product?: string;
  /** Labels of the nodes that have the device. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Taints that such nodes usually carry. */
  readonly tolerations: readonly Toleration[];
}

/** GPUs, or parts of them. */
export interface GpuDevices extends Accelerator {
  /** Only slices of TPUs have one. */
  readonly topology?: undefined;
}

/** Accelerators of a pod. */
export const Gpu = checkedFactories('Gpu', {
  /**
   * Whole NVIDIA GPUs.
   *
   * @param options `product` is the value of the label `nvidia.com/gpu.product` that GPU feature discovery puts on nodes.
   * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/
   */
  nvidia(count: number, options: { readonly product?: string } = {}): GpuDevices {
    return device('Gpu.nvidia', 'nvidia.com/gpu', count, options.product, 'nvidia.com/gpu.product');
  },
  /**
   * Slices of an NVIDIA GPU, with the MIG strategy "mixed": `Gpu.mig('1g.10gb')`.
   *
   * A process of CUDA uses one slice, however many the pod has.
   *
   * @see https://docs.nvidia.com/datacenter/tesla/mig-user-guide/
   */
  mig(profile: string, count = 1, options: { readonly product?: string } = {}): GpuDevices {
    if (!/^[1-7]g\.[0-9]+gb(\.me)?$/.test(profile)) {
      const fix = 'use a profile such as "1g.10gb" or "3g.40gb"';
      throw new ConfigError('Gpu.mig', {
        where: `Gpu.mig(${JSON.stringify(profile)})`,
        what: `invalid MIG profile ${JSON.stringify(profile)}`,
        fix,
      });
    }
    const accelerator = device('Gpu.mig', `nvidia.com/mig-${profile}`, count, options.product, 'nvidia.com/gpu.product');
    return { ...accelerator, tolerations: [tolerate('nvidia.com/gpu')] };
  },
  /**
   * Whole AMD GPUs. `product` is the value of the label `amd.com/gpu.product-name` that the AMD node labeller puts on nodes.
   *
   * On most nodes `/dev/kfd` belongs to the group `render`: a server that is not root needs its number in `security.supplementalGroups`.
   */
  amd(count: number, options: { readonly product?: string } = {}): GpuDevices {
    return device('Gpu.amd', 'amd.com/gpu', count, options.product, 'amd.com/gpu.product-name');
  },
} as const);

function device(code: string, resource: string, count: number, product: string | undefined, label: string): GpuDevices {
  const where = `${code}(${count})`;
  checkDeviceCount(code, where, count);
  if (product !== undefined) checkLabelValue(code, where, label, product);
  const nodeSelector: Record<string, string> = product === undefined ? {} : { [label]: product };
  return { resource, count, product, nodeSelector, tolerations: [tolerate(resource)] };
}

/** Refuses an invalid number of devices. */
export function checkDeviceCount(code: string, where: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 1) return count;
  const fix = 'use a whole number of at least 1; leave the accelerator out for none';
  throw new ConfigError(code, { where, what: `device count must be a positive integer, got ${count}`, fix });
}

/** Refuses devices that no factory made, and that no node has. */
export function checkDevice(code: string, where: string, resource: string, count: number, min = 1): void {
  checkQualifiedKey(code, where, resource);
  wholeNumber(code, where, count, { title: resource, min });
  if (resource.includes('/')) return;
  throw new ConfigError(code, {
    where,
    what: `${resource} is not a device resource`,
    fix: 'use Gpu.nvidia(1), or a name with a domain: rdma/hca',
  });
}

/** The taint that nodes with a device usually carry, accepted. */
function tolerate(key: string): Toleration {
  return { key, operator: 'Exists', effect: 'NoSchedule' };
}

/** A slice of TPU chips on one node. Made by {@link Tpu}. */
export interface TpuSlice extends Accelerator {
  /** How the chips are wired: `2x4`. */
  readonly topology: string;
}

/** The slices that one node has, by the value of the label `cloud.google.com/gke-tpu-accelerator`. */
const ONE_NODE = {
  'tpu-v4-podslice': ['2x2x1'],
  'tpu-v5-lite-podslice': ['1x1', '2x2', '2x4'],
  'tpu-v5p-slice': ['2x2x1'],
  'tpu-v6e-slice': ['1x1', '2x2', '2x4'],
  tpu7x: ['2x2x1'],
} as const;

type Product = keyof typeof ONE_NODE;
type Topology<P extends Product> = (typeof ONE_NODE)[P][number];

/**
 * TPU slices of GKE that fit on one node; their chips are the product of the topology.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus
 */
export const Tpu = checkedFactories('Tpu', {
  /** Four chips: `Tpu.v4('2x2x1')`. */
  v4(topology: Topology<'tpu-v4-podslice'>): TpuSlice {
    return slice('Tpu.v4', 'tpu-v4-podslice', topology);
  },
  /** One, four or eight chips: `Tpu.v5e('2x4')`. */
  v5e(topology: Topology<'tpu-v5-lite-podslice'>): TpuSlice {
    return slice('Tpu.v5e', 'tpu-v5-lite-podslice', topology);
  },
  /** Four chips: `Tpu.v5p('2x2x1')`. */
  v5p(topology: Topology<'tpu-v5p-slice'>): TpuSlice {
    return slice('Tpu.v5p', 'tpu-v5p-slice', topology);
  },
  /** One, four or eight chips: `Tpu.v6e('2x4')`. */
  v6e(topology: Topology<'tpu-v6e-slice'>): TpuSlice {
    return slice('Tpu.v6e', 'tpu-v6e-slice', topology);
  },
  /** Four chips: `Tpu.v7x('2x2x1')`. */
  v7x(topology: Topology<'tpu7x'>): TpuSlice {
    return slice('Tpu.v7x', 'tpu7x', topology);
  },
});

function slice(code: string, product: Product, topology: string): TpuSlice {
  const known: readonly string[] = ONE_NODE[product];
  if (!known.includes(topology)) {
    const what = `no node has ${product} chips in the topology ${JSON.stringify(topology)}`;
    throw new ConfigError(code, { where: `${code}(${JSON.stringify(topology)})`, what, fix: `use ${known.join(', ')}` });
  }
  return {
    resource: 'google.com/tpu',
    count: topology.split('x').reduce((chips, side) => chips * Number(side), 1),
    product,
    topology,
    nodeSelector: { 'cloud.google.com/gke-tpu-accelerator': product, 'cloud.google.com/gke-tpu-topology': topology },
    tolerations: [tolerate('google.com/tpu')],
  };
}
