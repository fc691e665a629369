import type { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { addFindings, warn } from '../../kube/construct-findings';
import { onPrepare } from '../../kube/delivery/prepare';
import { annotateWaves } from '../argo-cd/sync-waves';
import { annotateObjects } from './annotate-objects';
import { type ChartContents, chartGraph } from './chart-graph';
import { deliveryFindings } from './delivery-findings';
import { type Delivery, type DeliveryPlan, deliveriesOf, rememberDelivery } from './delivery-registry';

const PLANS = new WeakMap<IConstruct, DeliveryPlan>();

/** Adds a delivery to the plan of its tree. Findings of the plan are reported when the tree is validated. */
export function addDelivery(delivery: Delivery): void {
  const { construct } = delivery;
  const root = construct.node.root;
  // One plan per tree: one per delivery would cost charts times deliveries.
  if (rememberDelivery(delivery)) onPrepare(root as Construct, () => preparePlan(root));
  addFindings(construct, () => [...(planOf(construct).findings.get(construct) ?? [])]);
}

/** The plan of a construct's tree. Recreated each time the tree is prepared. */
export function planOf(construct: Construct): DeliveryPlan {
  const root = construct.node.root;
  const known = PLANS.get(root);
  if (known !== undefined) return known;
  const plan = makePlan(root);
  PLANS.set(root, plan);
  return plan;
}

/** The deliveries that come before one, sorted by path. */
export function deliveriesBefore(construct: Construct): readonly Construct[] {
  const plan = planOf(construct);
  const delivery = plan.byConstruct.get(construct);
  const before = delivery === undefined ? undefined : plan.before.get(delivery);
  return [...(before?.keys() ?? [])].map((other) => other.construct).sort(byPath);
}

/** The content of a delivery's chart; undefined if the chart belongs to another app. */
export function deliveredContents(construct: Construct): ChartContents | undefined {
  const plan = planOf(construct);
  const delivery = plan.byConstruct.get(construct);
  return delivery === undefined ? undefined : plan.charts.get(delivery.chart);
}

function preparePlan(root: IConstruct): void {
  PLANS.delete(root);
  const plan = planOf(root as Construct);
  warnOfUndelivered(plan);
  annotateObjects(plan);
  annotateWaves(plan);
}

function makePlan(root: IConstruct): DeliveryPlan {
  const charts = chartGraph(root);
  const byConstruct = deliveriesOf(root);
  const deliveries = [...byConstruct.values()].sort((left, right) => byPath(left.construct, right.construct));
  const byChart = new Map<Chart, Delivery[]>();
  for (const delivery of deliveries) byChart.set(delivery.chart, [...(byChart.get(delivery.chart) ?? []), delivery]);
  const before = new Map(deliveries.map((delivery) => [delivery, beforeOf(delivery, charts, byChart, byConstruct)]));
  const plan = { charts, deliveries, byConstruct, byChart, before };
  return { ...plan, findings: deliveryFindings(plan) };
}

function beforeOf(
  delivery: Delivery,
  charts: DeliveryPlan['charts'],
  byChart: DeliveryPlan['byChart'],
  byConstruct: DeliveryPlan['byConstruct'],
): ReadonlyMap<Delivery, string> {
  const before = new Map<Delivery, string>();
  for (const [chart, reason] of charts.get(delivery.chart)?.needs ?? []) {
    for (const other of byChart.get(chart) ?? []) if (other.tool === delivery.tool) before.set(other, reason);
  }
  for (const construct of delivery.dependsOn) {
    const other = byConstruct.get(construct);
    if (other !== undefined && !before.has(other)) before.set(other, 'dependsOn lists it');
  }
  return before;
}

/** A chart without a delivery of the same tool may be applied in another way, but the tool cannot wait for it. */
function warnOfUndelivered(plan: DeliveryPlan): void {
  for (const delivery of plan.deliveries) {
    for (const [chart, reason] of plan.charts.get(delivery.chart)?.needs ?? []) {
      const others = plan.byChart.get(chart) ?? [];
      if (others.some((other) => other.tool === delivery.tool)) continue;
      const applied = others[0] === undefined ? 'nothing applies it' : `${others[0].tool} applies it`;
      warn(delivery.construct, 'delivery.undelivered', {
        what: `${delivery.chart.node.path} needs ${chart.node.path}, because ${reason}, but ${applied}: ${delivery.tool} cannot wait for it`,
        fix: `let ${delivery.tool} apply ${chart.node.path} too, or make sure that it is applied first`,
      });
    }
  }
}

function byPath(left: Construct, right: Construct): number {
  return left.node.path < right.node.path ? -1 : left.node.path > right.node.path ? 1 : 0;
}
