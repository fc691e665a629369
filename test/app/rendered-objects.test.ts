import { basename } from 'node:path';
import { Chart } from 'cdk8s';
import { GitOpsApp } from '../../src/app/gitops-app';
import { renderedObjects } from '../../src/app/rendered-objects';
import { ConfigMap } from '../../src/platform/storage/config-map';
import type { Layout } from '../../src/render/layout';

test.each<[Layout, number]>([
  ['file-per-object', 2],
  ['file-per-chart', 1],
])('with %s, a place leads to the line of the file that has the value', (layout, files) => {
  const app = new GitOpsApp({ outdir: 'dist', layout });
  const chart = new Chart(app, 'prod', { namespace: 'team-a' });
  for (const name of ['one', 'two']) new ConfigMap(chart, name, { data: { key: name } });
  const rendered = app.render();
  const objects = renderedObjects({ outdir: 'dist', rendered, madeAt: () => [] });
  expect(new Set(objects.map(({ file }) => file)).size).toBe(files);
  const lines = objects.map(({ file = '', positionOf: placeOf }) => {
    const text = rendered.tree.get('prod')?.get(basename(file)) ?? '';
    return text.split('\n')[(placeOf?.(['data', 'key'])?.line ?? 0) - 1];
  });
  expect(lines).toEqual(['  key: one', '  key: two']);
});
