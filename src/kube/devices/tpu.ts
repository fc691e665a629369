import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';
import { type Accelerator, tolerate } from './accelerator';

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
