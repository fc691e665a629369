import type { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

/** The tools that apply charts. */
export type DeliveryTool = 'Flux' | 'Argo CD';

/** One object that makes a tool apply one chart: a FluxKustomization or an ArgoApplication. */
export interface Delivery {
  readonly construct: Construct;
  readonly tool: DeliveryTool;
  /** The chart that it applies. */
  readonly chart: Chart;
  /** Deliveries of the same tool that its user put before it. */
  readonly dependsOn: readonly Construct[];
  /** Whether it is ready only once all that it applies is ready. */
  readonly waits: boolean;
}

const DELIVERIES = new WeakMap<IConstruct, Map<Construct, Delivery>>();

/** Remembers a delivery at the root of its tree. True for the first one there. */
export function rememberDelivery(delivery: Delivery): boolean {
  const { root } = delivery.construct.node;
  const known = DELIVERIES.get(root);
  if (known !== undefined) known.set(delivery.construct, delivery);
  else DELIVERIES.set(root, new Map([[delivery.construct, delivery]]));
  return known === undefined;
}

/** The deliveries of a tree by their construct. */
export function deliveriesOf(root: IConstruct): ReadonlyMap<Construct, Delivery> {
  return DELIVERIES.get(root) ?? new Map();
}
