import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { warn } from '../../kube/construct-findings';
import { annotationsOf } from '../order/annotate-objects';
import { type ChartContents, clusterOf, type Dependency } from '../order/chart-graph';
import { type Edge, type Order, orderOf } from '../order/delivery-graph';
import type { DeliveryPlan } from '../order/delivery-registry';

const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Sets sync waves on objects that Argo CD applies, if objects of their chart depend on each other: colors before their route.
 *
 * Argo CD applies a wave when the wave before is healthy. Objects without the annotation are in wave 0.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function annotateWaves(plan: DeliveryPlan): void {
  const between = dependenciesOfApplications(plan);
  for (const [chart, contents] of plan.charts) {
    const [delivery] = plan.byChart.get(chart) ?? [];
    const applications = between.get(chart) ?? [];
    if (delivery?.tool === 'Flux') continue;
    // A chart of Applications without a delivery is applied by hand or by a root Application made elsewhere.
    const dependencies = delivery === undefined ? applications : [...contents.inside, ...applications];
    for (const [object, wave] of wavesOf(contents, dependencies)) annotateWave(object, wave);
    if (applications.length > 0) warnOfMissingHealth(chart);
  }
}

/** Objects of a chart in a wave after the first. */
function wavesOf(contents: ChartContents, dependencies: readonly Dependency[]): ReadonlyMap<ApiObject, number> {
  if (dependencies.length === 0) return new Map();
  const { constructs, order } = waveOrder(contents, dependencies);
  const waves = constructs.map((construct, i): [Construct, number] => [construct, order.level[2 * i] ?? 0]);
  return new Map(waves.filter((entry): entry is [ApiObject, number] => ApiObject.isApiObject(entry[0]) && entry[1] > 0));
}

/** Cycles in the dependencies inside a chart. */
export function waveFindings(where: string, contents: ChartContents): readonly Finding[] {
  if (contents.inside.length === 0) return [];
  const { constructs, order } = waveOrder(contents, contents.inside);
  return order.cycles.map((cycle) => {
    const paths = [...new Set(cycle.map((node) => constructs[Math.floor(node / 2)]?.node.path))];
    const what = `dependency cycle, so no sync waves are possible: ${paths.join(', ')}`;
    return errorFinding('ArgoApplication.waves', { where, what, fix: 'remove one of the dependencies' });
  });
}

/** Each construct has a begin and an end, with its children in between; its dependents begin one wave after its end. */
function waveOrder(contents: ChartContents, dependencies: readonly Dependency[]): { constructs: readonly Construct[]; order: Order } {
  const constructs = contents.chart.node.findAll() as Construct[];
  const index = new Map(constructs.map((construct, i) => [construct, i]));
  const edges: Edge[] = [];
  for (const [i, construct] of constructs.entries()) {
    edges.push({ from: 2 * i, to: 2 * i + 1 });
    const parent = index.get(construct.node.scope as Construct);
    if (parent !== undefined) edges.push({ from: 2 * parent, to: 2 * i }, { from: 2 * i + 1, to: 2 * parent + 1 });
  }
  for (const { construct, on } of dependencies) {
    const [before, after] = [index.get(on), index.get(construct)];
    if (before !== undefined && after !== undefined) edges.push({ from: 2 * before + 1, to: 2 * after, weight: 1 });
  }
  return { constructs, order: orderOf(2 * constructs.length, edges) };
}

function dependenciesOfApplications(plan: DeliveryPlan): ReadonlyMap<Chart, readonly Dependency[]> {
  const byChart = new Map<Chart, Dependency[]>();
  for (const delivery of plan.deliveries) {
    if (delivery.tool !== 'Argo CD') continue;
    const chart = Chart.of(delivery.construct);
    for (const other of plan.before.get(delivery)?.keys() ?? []) {
      if (Chart.of(other.construct) !== chart) warnOfOtherChart(delivery.construct, other.construct);
      else listOf(byChart, chart).push({ construct: delivery.construct, on: other.construct });
    }
  }
  return byChart;
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function warnOfOtherChart(construct: Construct, other: Construct): void {
  warn(construct, 'ArgoApplication.order', {
    what: `comes after ${other.node.path}, which is in another chart; sync waves order the objects of one chart only`,
    fix: 'move both Applications to one chart, or rely on retries of Argo CD',
  });
}

/** Argo CD 1.8 removed the health of Applications, so a wave of them is healthy at once (argo-cd#3781). */
function warnOfMissingHealth(chart: Chart): void {
  if (knowsApplicationHealth(chart)) return;
  warn(chart, 'ArgoApplication.health', {
    what: 'has Applications in sync waves, but Argo CD has no health check for Applications by default: the waves do not wait',
    fix: "add new ArgoHealthRules(chart, 'health') to a chart of that cluster",
  });
}

/** A wave that the user set stays. */
function annotateWave(object: ApiObject, wave: number): void {
  const given = annotationsOf(object)[SYNC_WAVE];
  if (given === undefined) object.metadata.addAnnotation(SYNC_WAVE, `${wave}`);
  else if (Number(given) < wave) {
    const what = `has sync wave ${given}, but comes after objects up to wave ${wave - 1}`;
    warn(object, 'ArgoApplication.wave', { what, fix: `remove the annotation ${SYNC_WAVE}` });
  }
}

const KNOWN = new WeakMap<IConstruct, Set<string>>();

/** Registers that the Argo CD of this construct's cluster has a health check for Applications. */
export function noteApplicationHealth(construct: Construct): void {
  const { root } = construct.node;
  KNOWN.set(root, new Set([...(KNOWN.get(root) ?? []), clusterOf(construct)]));
}

/** Whether something in this app registered it. */
export function knowsApplicationHealth(construct: Construct): boolean {
  return KNOWN.get(construct.node.root)?.has(clusterOf(construct)) ?? false;
}
