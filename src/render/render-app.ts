import type { App, Chart } from 'cdk8s';
import type { Finding } from '../base/finding';
import { FindingsError } from '../base/findings-error';
import { Environment } from '../environment/environment';
import { chartDirectory } from '../kube/chart-directory';
import { validationFindings, warningsOf } from '../kube/construct-findings';
import type { FileTree } from '../manifest/file-tree';
import { type AppTree, appTree } from './app-tree';
import { duplicateFindings } from './findings';
import { chartFiles, type Layout } from './layout';
import { type RenderedObject, renderObject } from './rendered-object';

/** What an app renders to. */
export interface Rendered {
  readonly tree: FileTree;
  /** The objects by directory. */
  readonly charts: ReadonlyMap<string, readonly RenderedObject[]>;
  readonly warnings: readonly Finding[];
}

/**
 * Renders an app to text in memory. Writes nothing, reads nothing.
 *
 * Cost grows linearly: one walk, one conversion and one text per object.
 */
export function renderApp(app: App, layout: Layout = 'file-per-object'): Rendered {
  const tree = appTree(app);
  refuseFindings(tree.constructs.flatMap(validationFindings));
  const charts = renderCharts(tree);
  refuseFindings(duplicateFindings([...charts.values()].flat()));
  return {
    tree: new Map([...charts].map(([directory, objects]) => [directory, chartFiles(objects, layout)])),
    charts,
    warnings: tree.constructs.flatMap(warningsOf),
  };
}

interface ChartObjects {
  readonly place: Pick<RenderedObject, 'cluster' | 'kubernetes'>;
  readonly objects: RenderedObject[];
}

function renderCharts(tree: AppTree): Map<string, RenderedObject[]> {
  const charts = new Map<Chart, ChartObjects>();
  for (const object of tree.objects) {
    let chart = charts.get(object.chart);
    if (chart === undefined) {
      const { cluster = '', kubernetes } = Environment.of(object.chart) ?? {};
      chart = { place: { cluster, kubernetes }, objects: [] };
      charts.set(object.chart, chart);
    }
    chart.objects.push(renderObject(object, chart.place));
  }
  const directories = [...charts].map(([chart, { objects }]): [string, RenderedObject[]] => [chartDirectory(chart), objects]);
  return new Map(directories.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function refuseFindings(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new FindingsError(findings);
}
