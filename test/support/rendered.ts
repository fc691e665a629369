import { App, Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { applyOrder } from '../../src/manifest/apply-order';
import type { Manifest } from '../../src/manifest/manifest';
import { yamlDocument, yamlStream } from '../../src/manifest/yaml-text';
import { renderApp } from '../../src/render/render-app';

export interface RenderedOptions {
  /** Props of the chart. Default: namespace `team-a`. */
  readonly chart?: ChartProps;
  /** Makes the scope of the chart, for example an Environment. Default: the app itself. */
  readonly scope?: (app: App) => Construct;
}

/** The objects that `build` makes in one chart, in apply order. */
export function renderedManifests(build: (chart: Chart) => void, options: RenderedOptions = {}): Manifest[] {
  const app = new App();
  build(new Chart(options.scope?.(app) ?? app, 'test', { namespace: 'team-a', ...options.chart }));
  return applyOrder([...renderApp(app).charts.values()].flat().map((object) => object.manifest));
}

/** The same as the text of one YAML stream, as it would stand in a file. */
export function renderedYaml(build: (chart: Chart) => void, options: RenderedOptions = {}): string {
  const app = new App();
  build(new Chart(options.scope?.(app) ?? app, 'test', { namespace: 'team-a', ...options.chart }));
  const objects = [...renderApp(app).charts.values()].flat();
  const comments = new Map(objects.map((object) => [object.manifest, object.comments]));
  return yamlStream(applyOrder(objects.map((object) => object.manifest)).map((manifest) => yamlDocument(manifest, comments.get(manifest))));
}

/** Every file of an app by path: `prod/scoring/deployment.apps_scorer.yaml`. */
export function renderedApp(app: App): Map<string, string> {
  const files = new Map<string, string>();
  for (const [directory, texts] of renderApp(app).tree) for (const [name, text] of texts) files.set(`${directory}/${name}`, text);
  return files;
}
