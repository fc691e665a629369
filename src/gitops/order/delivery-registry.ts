import type { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Finding } from '../../base/finding';
import type { ChartContents } from './chart-graph';

/** The tools that apply charts. */
export type DeliveryTool = 'Flux' | 'Argo CD';

/** An object that makes a tool apply one chart: a FluxKustomization or an ArgoApplication. */
export interface Delivery {
  readonly construct: Construct;
  readonly tool: DeliveryTool;
  /** The chart that it applies. */
  readonly chart: Chart;
  /** Deliveries of the same tool that the user put before it. */
  readonly dependsOn: readonly Construct[];
  /** Whether it is ready only when all its objects are. */
  readonly waits: boolean;
}

const DELIVERIES = new WeakMap<IConstruct, Map<Construct, Delivery>>();

/** Registers a delivery at the root of its tree. True for the first one. */
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

/** Which delivery applies which chart, and in what order. */
export interface DeliveryPlan {
  readonly charts: ReadonlyMap<Chart, ChartContents>;
  /** Sorted by path, so that nothing depends on the order of construction. */
  readonly deliveries: readonly Delivery[];
  readonly byConstruct: ReadonlyMap<Construct, Delivery>;
  /** The deliveries of each chart; more than one is refused. */
  readonly byChart: ReadonlyMap<Chart, readonly Delivery[]>;
  /** The deliveries of the same tool that come before one, each with the reason. */
  readonly before: ReadonlyMap<Delivery, ReadonlyMap<Delivery, string>>;
  /** Findings by delivery. */
  readonly findings: ReadonlyMap<Construct, readonly Finding[]>;
}
