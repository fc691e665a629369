import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { Environment } from '../../environment/environment';
import { chartAround } from '../../kube/chart-directory';
import { isClusterScoped } from '../../kube/cluster-scoped';

/** The objects of a chart, and the charts that must be applied before it. */
export interface ChartContents {
  readonly chart: Chart;
  /** The objects whose nearest chart this is. */
  readonly objects: readonly ApiObject[];
  /** The charts that must come first, each with the reason. Never the chart itself. */
  readonly needs: ReadonlyMap<Chart, string>;
  /** Dependencies between constructs of this chart. */
  readonly inside: readonly Dependency[];
}

/** `construct` comes after `on`. */
export interface Dependency {
  readonly construct: Construct;
  readonly on: Construct;
}

interface Draft extends ChartContents {
  readonly objects: ApiObject[];
  readonly needs: Map<Chart, string>;
  readonly inside: Dependency[];
}

/**
 * The charts below a root and their dependencies: an object needs the chart that creates its namespace, and a construct needs the charts of
 * its dependencies.
 *
 * Reads `node.dependencies` in one walk, so cost is linear in constructs and edges; the DependencyGraph of cdk8s visits every path.
 */
export function chartGraph(root: IConstruct): ReadonlyMap<Chart, ChartContents> {
  const drafts = new Map<Chart, Draft>();
  const dependencies: { readonly from: Chart; readonly dependency: Dependency }[] = [];
  const visit = (construct: Construct, around: Chart | undefined, inherited: readonly Dependency[]): void => {
    const chart = Chart.isChart(construct) ? (construct as Chart) : around;
    const own = construct.node.dependencies.map((on) => ({ construct, on: on as Construct }));
    if (chart !== undefined) {
      if (chart === construct) drafts.set(chart, { chart, objects: [], needs: new Map(), inside: [] });
      for (const dependency of chart === construct ? [...inherited, ...own] : own) dependencies.push({ from: chart, dependency });
      if (ApiObject.isApiObject(construct)) drafts.get(chart)?.objects.push(construct as ApiObject);
    }
    const passed = own.length === 0 ? inherited : [...inherited, ...own];
    for (const child of construct.node.children) visit(child as Construct, chart, passed);
  };
  visit(root as Construct, undefined, []);
  addNamespaceNeeds([...drafts.values()]);
  addDependencyNeeds(drafts, dependencies);
  return drafts;
}

function addNamespaceNeeds(drafts: readonly Draft[]): void {
  const makers = new Map<string, Chart>();
  for (const { chart, objects } of drafts) {
    for (const object of objects) if (isNamespace(object)) makers.set(`${clusterOf(chart)}/${object.name}`, chart);
  }
  if (makers.size === 0) return;
  for (const { chart, objects, needs } of drafts) {
    for (const namespace of new Set(objects.map(namespaceOf))) {
      // A chart outside every environment serves all of them.
      const maker = makers.get(`${clusterOf(chart)}/${namespace}`) ?? makers.get(`/${namespace}`);
      if (maker !== undefined && maker !== chart) needs.set(maker, `it creates namespace "${namespace}"`);
    }
  }
}

function addDependencyNeeds(drafts: ReadonlyMap<Chart, Draft>, dependencies: readonly { from: Chart; dependency: Dependency }[]): void {
  const known = new Map<Construct, readonly Chart[]>();
  for (const { from, dependency } of dependencies) {
    const { construct, on } = dependency;
    const charts = known.get(on) ?? chartsOf(on);
    known.set(on, charts);
    const draft = drafts.get(from);
    if (draft === undefined) continue;
    for (const chart of charts) {
      if (chart === from) draft.inside.push(dependency);
      else if (!draft.needs.has(chart)) draft.needs.set(chart, `${construct.node.path} depends on ${on.node.path}`);
    }
  }
}

/** The charts of a construct's objects: the one around it and those below it. */
function chartsOf(construct: Construct): readonly Chart[] {
  const below = construct.node.findAll().filter((child): child is Chart => Chart.isChart(child));
  const around = chartAround(construct);
  return around === undefined || below.includes(around) ? below : [around, ...below];
}

/** Whether an object is a Namespace. */
export function isNamespace(object: ApiObject): boolean {
  return object.kind === 'Namespace' && object.apiVersion === 'v1';
}

/** The cluster of a construct; empty outside every environment. */
export function clusterOf(construct: Construct): string {
  return Environment.of(construct)?.cluster ?? '';
}

function namespaceOf(object: ApiObject): string | undefined {
  return isClusterScoped(object.apiVersion, object.kind) ? undefined : object.metadata.namespace;
}
