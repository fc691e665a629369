import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { deliveryHintsOf, isRun } from '../../kube/delivery/delivery-hints';
import { BlueGreenRoute } from '../../routing/route/blue-green-route';
import { annotationsOf } from './annotate-objects';
import { clusterOf } from './chart-graph';
import { type Edge, orderOf } from './delivery-graph';
import type { Delivery, DeliveryPlan } from './delivery-registry';

type Plan = Omit<DeliveryPlan, 'findings'>;

/** Findings about the deliveries of a tree, by construct. */
export function deliveryFindings(plan: Plan): ReadonlyMap<Construct, readonly Finding[]> {
  const findings = new Map<Construct, Finding[]>();
  const add = (construct: Construct, code: string, what: string, fix: string): void => {
    const finding = errorFinding(code, { where: construct.node.path, what, fix });
    findings.set(construct, [...(findings.get(construct) ?? []), finding]);
  };
  for (const delivery of plan.deliveries) {
    for (const { code, what, fix } of ownProblems(plan, delivery)) add(delivery.construct, code, what, fix);
  }
  for (const cycle of deadlocks(plan)) {
    const [first] = cycle;
    if (first === undefined) continue;
    const way = [...cycle, first].map((delivery) => delivery.construct.node.path).join(' waits for ');
    add(first.construct, 'delivery.cycle', `${way}${reasons(plan, cycle)}`, 'remove one of these dependencies, or put both into one chart');
  }
  return findings;
}

interface Problem {
  readonly code: string;
  readonly what: string;
  readonly fix: string;
}

function ownProblems(plan: Plan, delivery: Delivery): readonly Problem[] {
  const { chart, construct } = delivery;
  if (chart.node.root !== construct.node.root) {
    const what = `chart ${chart.node.path} belongs to another app, which renders to a separate tree`;
    return [{ code: 'delivery.otherApp', what, fix: 'apply a chart of this app, or move the delivery to the other app' }];
  }
  return [
    ...twice(plan, delivery),
    ...empty(plan, delivery),
    ...hooks(plan, delivery),
    ...loops(plan, delivery),
    ...unordered(delivery),
    ...unreachable(plan, delivery),
  ];
}

function twice(plan: Plan, delivery: Delivery): readonly Problem[] {
  const [first] = plan.byChart.get(delivery.chart) ?? [];
  if (first === undefined || first === delivery) return [];
  const what = `chart ${delivery.chart.node.path} is also applied by ${first.construct.node.path}: both would own every object`;
  return [{ code: 'delivery.twice', what, fix: 'remove one of the two' }];
}

function empty(plan: Plan, delivery: Delivery): readonly Problem[] {
  if ((plan.charts.get(delivery.chart)?.objects.length ?? 0) > 0) return [];
  const what = `chart ${delivery.chart.node.path} has no objects, so its directory would not exist`;
  return [{ code: 'delivery.empty', what, fix: 'add objects to the chart, or remove this delivery' }];
}

/** Flux has no hooks: it would apply such a Job once and fail on every change. */
function hooks(plan: Plan, delivery: Delivery): readonly Problem[] {
  if (delivery.tool !== 'Flux') return [];
  const objects = plan.charts.get(delivery.chart)?.objects ?? [];
  return objects
    .filter((object) => isRun(object) && annotationsOf(object)['argocd.argoproj.io/hook'] !== undefined)
    .map((object) => {
      const what = `${object.kind} "${object.name}" of ${object.node.path} is a hook of Argo CD; Flux has no hooks`;
      return { code: 'delivery.hook', what, fix: 'use Run.once() or Run.onEveryChange(), or apply the chart by Argo CD' };
    });
}

function unordered(delivery: Delivery): readonly Problem[] {
  return unorderedRoutes(delivery).map(({ node }) => {
    const what = `${node.path} is in the chart of its colors, which Flux applies all at once: a color that never becomes ready could go live`;
    return { code: 'delivery.colors', what, fix: 'move the route to a separate chart' };
  });
}

/**
 * Argo CD compares a list of a custom kind as a whole. A run whose lists a webhook or a queue changes always differs from Git, so it would be
 * replaced, and run again, in every sync.
 */
function loops(plan: Plan, delivery: Delivery): readonly Problem[] {
  if (delivery.tool !== 'Argo CD') return [];
  const objects = plan.charts.get(delivery.chart)?.objects ?? [];
  return objects
    .filter((object) => isRun(object) && object.apiGroup !== 'batch' && deliveryHintsOf(object).recreate)
    .map((object) => {
      const what = `Argo CD would replace ${object.kind} "${object.name}" of ${object.node.path} in every sync, because its controllers change its spec`;
      return { code: 'delivery.loop', what, fix: "use Run.once() or Run.hook('Sync'), or apply the chart by Flux" };
    });
}

/** A delivery runs in the cluster of its own chart; it cannot wait for one that runs in another. */
function unreachable(plan: Plan, delivery: Delivery): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [other, reason] of plan.before.get(delivery) ?? []) {
    if (clusterOf(other.construct) === clusterOf(delivery.construct)) continue;
    const what = `must come after ${other.construct.node.path}, because ${reason}, but that one runs in another cluster`;
    problems.push({ code: 'delivery.otherCluster', what, fix: 'move both to environments of one cluster' });
  }
  for (const construct of delivery.dependsOn) {
    if (plan.byConstruct.has(construct)) continue;
    const what = `dependsOn lists ${construct.node.path}, which belongs to another app`;
    problems.push({ code: 'delivery.otherApp', what, fix: 'use a delivery of this app' });
  }
  return problems;
}

/**
 * Deliveries that would wait for each other indefinitely.
 *
 * Each delivery starts and becomes ready. It starts when those before it are ready; deliveries in the chart that it applies start after it;
 * and one with `wait` becomes ready only after the deliveries that it applies.
 */
function deadlocks(plan: Plan): readonly (readonly Delivery[])[] {
  const index = new Map(plan.deliveries.map((delivery, i) => [delivery, i]));
  const [start, ready] = [(d: Delivery) => 2 * (index.get(d) ?? 0), (d: Delivery) => 2 * (index.get(d) ?? 0) + 1];
  const edges: Edge[] = [];
  for (const delivery of plan.deliveries) {
    edges.push({ from: start(delivery), to: ready(delivery) });
    for (const other of plan.before.get(delivery)?.keys() ?? []) edges.push({ from: ready(other), to: start(delivery) });
    const holder = Chart.of(delivery.construct);
    for (const parent of plan.byChart.get(holder) ?? []) {
      if (parent === delivery) continue;
      // A delivery that applies its own chart was applied by hand, with everything in that chart.
      if (Chart.of(parent.construct) !== holder) edges.push({ from: start(parent), to: start(delivery) });
      if (parent.waits) edges.push({ from: ready(delivery), to: ready(parent) });
    }
  }
  return orderOf(2 * plan.deliveries.length, edges).cycles.map((cycle) => waitingOrder(plan, cycle));
}

/** From "comes before" to "waits for", with each delivery once. */
function waitingOrder(plan: Plan, cycle: readonly number[]): readonly Delivery[] {
  const nodes = [...cycle].reverse().map((node) => plan.deliveries[Math.floor(node / 2)]);
  const deliveries = [...new Set(nodes.filter((delivery) => delivery !== undefined))];
  const first = deliveries.reduce((least, next) => (next.construct.node.path < least.construct.node.path ? next : least));
  const start = deliveries.indexOf(first);
  return [...deliveries.slice(start), ...deliveries.slice(0, start)];
}

function reasons(plan: Plan, cycle: readonly Delivery[]): string {
  const lines = cycle.map((delivery, i) => {
    const next = cycle[(i + 1) % cycle.length] ?? delivery;
    const reason = plan.before.get(delivery)?.get(next) ?? 'one applies the chart of the other';
    return `\n    ${delivery.construct.node.path}: ${reason}`;
  });
  return lines.join('');
}

/**
 * Routes in the chart of their colors, which Flux applies all at once: a color that never becomes ready could go live.
 *
 * Argo CD applies the route one wave later, and a separate chart is applied when the chart of the colors is ready.
 */
export function unorderedRoutes({ tool, chart }: Delivery): readonly BlueGreenRoute[] {
  if (tool !== 'Flux') return [];
  return chart.node
    .findAll()
    .filter((construct): construct is BlueGreenRoute => BlueGreenRoute.is(construct))
    .filter((route) => route.node.dependencies.some((color) => color !== route && Chart.of(color) === chart));
}
