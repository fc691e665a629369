import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { batch } from '../examples/batch/app';
import { blueGreen } from '../examples/blue-green/app';
import { dataPipeline } from '../examples/data-pipeline/app';
import { platform } from '../examples/platform/app';
import { routers } from '../examples/routers/app';
import { serving } from '../examples/serving/app';
import { tenants } from '../examples/tenants/app';
import { planTree } from '../src/store/plan-tree';

const REPOSITORY = resolve(__dirname, '..');
const EXAMPLES = { batch, 'blue-green': blueGreen, 'data-pipeline': dataPipeline, platform, routers, serving, tenants };

test.each(Object.entries(EXAMPLES))('dist/%s is what the example renders to: no file more, no file less, no byte else', (name, example) => {
  const plan = planTree(join(REPOSITORY, 'dist', name), example().render().tree);
  expect(plan.changes.filter(({ change }) => change !== 'unchanged')).toEqual([]);
  const there = readdirSync(join(REPOSITORY, 'dist', name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = there.map((entry) => relative(join(REPOSITORY, 'dist', name), join(entry.parentPath, entry.name))).sort();
  expect(paths).toEqual(plan.changes.map(({ path }) => path).sort());
});

test('dist/ holds the examples and nothing else', () => {
  expect(readdirSync(join(REPOSITORY, 'dist')).sort()).toEqual(Object.keys(EXAMPLES).sort());
});

test('rendering twice, and in another order, gives the same', () => {
  const trees = [platform, blueGreen, dataPipeline].map((example) => [...example().render().tree]);
  const again = [dataPipeline, blueGreen, platform].map((example) => [...example().render().tree]).reverse();
  expect(again).toEqual(trees);
});

test('no file holds a secret', () => {
  for (const example of Object.values(EXAMPLES)) {
    for (const objects of example().render().charts.values()) expect(objects.map(({ identity }) => identity.kind)).not.toContain('Secret');
  }
});
