import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';
import { type KedaOptions, type KedaScale, refuseBrokenKeda, type ScaleDown } from './keda';

interface HpaBounds extends ScaleDown {
  /** Fewest replicas, at least 1. */
  readonly min: number;
  /** Most replicas, not below `min`. */
  readonly max: number;
}

/** What a HorizontalPodAutoscaler watches: exactly one of the two. */
export type HpaTarget = CpuTarget | MetricTarget;

interface CpuTarget {
  /** Average processor use of the server, in percent of its `cpu` request. */
  readonly cpuUtilization: number;
  readonly podsMetric?: undefined;
}

interface MetricTarget {
  readonly cpuUtilization?: undefined;
  /**
   * A metric of the pods, and its average that the autoscaler aims at. A metrics adapter must serve it in the cluster.
   *
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/
   */
  readonly podsMetric: { readonly name: string; readonly average: number };
}

export type HpaScale = HpaBounds & HpaTarget & { readonly kind: 'hpa' };

/** An autoscaler that watches processor use, which every engine can. */
export type CpuScale = HpaBounds & CpuTarget & { readonly kind: 'hpa' };

/** How many servers run. */
export type Scale = number | HpaScale | KedaScale;

function hpa(props: HpaBounds & CpuTarget): CpuScale;
function hpa(props: HpaBounds & HpaTarget): HpaScale;
function hpa(props: HpaBounds & HpaTarget): HpaScale {
  return { ...props, kind: 'hpa' };
}

/** Ways to scale. A plain number is a fixed count. */
export const Scale = checkedFactories('Scale', {
  /** Kubernetes' HorizontalPodAutoscaler. The Deployment then has no `replicas`, which GitOps tools would fight over. */
  hpa,
  /**
   * KEDA's ScaledObject: scales on queries, and with `idle: 0` down to nothing. The Deployment then has no `replicas`.
   *
   * @see https://keda.sh/docs/latest/concepts/scaling-deployments/
   */
  keda(props: KedaOptions): KedaScale {
    return { ...props, kind: 'keda' };
  },
});

/** The fewest and most replicas that there will be. */
export interface ReplicaBounds {
  readonly min: number;
  readonly max: number;
  /** Replicas while nobody asks, where that is fewer than `min`. */
  readonly idle?: 0;
}

/** The bounds of a scale; refuses counts that Kubernetes would refuse, and services that never run. */
export function replicaBounds(where: string, scale: Scale = 1): ReplicaBounds {
  if (typeof scale === 'number') return { min: checkCount(where, 'replicas', scale), max: scale };
  const [min, max] = [checkCount(where, 'min', scale.min), checkCount(where, 'max', scale.max)];
  if (scale.kind === 'keda') refuseBrokenKeda(where, scale);
  else refuseBrokenTarget(where, scale);
  if (min <= max) return { min, max, ...(scale.kind === 'keda' && scale.idle === 0 ? { idle: 0 } : {}) };
  const fix = 'swap them, or raise max';
  throw new ConfigError('MLService.replicas', { where, what: `min is ${min} and max is ${max}: min must not exceed max`, fix });
}

function refuseBrokenTarget(where: string, { cpuUtilization, podsMetric }: HpaScale): void {
  const percent = Number.isInteger(cpuUtilization) && Number(cpuUtilization) >= 1;
  const named = typeof podsMetric?.name === 'string' && /^[^\s/%]+$/.test(podsMetric.name) && podsMetric.average >= 0.001;
  if (percent !== named && (cpuUtilization === undefined || podsMetric === undefined)) return;
  const found = JSON.stringify({ cpuUtilization, podsMetric });
  const fix = "use one of cpuUtilization: 70 (whole percent), or podsMetric: { name: 'requests_waiting', average: 5 }";
  throw new ConfigError('MLService.replicas', { where, what: `invalid target of the autoscaler: ${found}`, fix });
}

function checkCount(where: string, prop: string, count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= 100_000) return count;
  const fix = `use for example ${prop}: 2`;
  throw new ConfigError('MLService.replicas', { where, what: `${prop} must be a whole number of at least 1, got ${count}`, fix });
}
