import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Dataset } from '../../src/pipeline/data/dataset';
import { Order } from '../../src/pipeline/order';
import { Stage, type TaskStage } from '../../src/pipeline/stages/stage';
import { TASK, World } from './world';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/data-pipeline.md'), 'utf8');

function stages(): readonly TaskStage[] {
  const raw = Dataset.s3('raw', 's3://acme-raw/events', { external: true });
  const clean = Dataset.pvc('clean', { size: Size.gibibytes(100), accessMode: 'ReadWriteOnce' });
  const model = Dataset.s3('model', 's3://acme-models/ranking');
  const ingest = Stage.job('ingest', { ...TASK, reads: [raw], writes: [clean] });
  return [ingest, Stage.train('train', { ...TASK, accelerator: Gpu.nvidia(1), reads: [clean], writes: [model] })];
}

const filesOf = (world: World, kind: RegExp) => [...world.files()].filter(([path]) => kind.test(path)).map(([, text]) => text);

test('the page shows the Kustomizations of its example', () => {
  const world = new World();
  world.pipeline({ order: world.flux(), stages: stages() }, 'ranking');
  expect(page).toContain(`\`\`\`yaml\n${filesOf(world, /_kustomization\./).join('---\n')}\`\`\`\n`);
});

test('the page shows the workflow of its example', () => {
  const world = new World();
  const order = Order.argoWorkflows({ schedule: '0 3 * * *', timeZone: 'Europe/Berlin' });
  world.pipeline({ order, stages: stages() }, 'ranking');
  expect(page).toContain(`\`\`\`yaml\n${filesOf(world, /_(role|cronworkflow)\./).join('---\n')}\`\`\`\n`);
});

test('the page lists every code', () => {
  const sources = readdirSync(join(ROOT, 'src/pipeline'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, 'src/pipeline', file), 'utf8'));
  const codes = sources.flatMap((text) => [...text.matchAll(/'(DataPipeline\.[a-zA-Z]+)'/g)].map((match) => match[1] ?? ''));
  expect([...new Set(codes)].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test('the page names every kind of stage and data set', () => {
  for (const name of [...Object.keys(Stage).map((key) => `Stage.${key}`), ...Object.keys(Dataset).map((key) => `Dataset.${key}`)]) {
    expect(page).toContain(name);
  }
});
