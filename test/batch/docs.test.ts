import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { BatchJob } from '../../src/batch/batch-job';
import { Run } from '../../src/batch/run/run';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { renderedYaml } from '../support/rendered';
import { ENGINE_EXAMPLES } from './engine-examples';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/batch-job.md'), 'utf8');
const engines = readFileSync(join(ROOT, 'docs/batch-engines.md'), 'utf8');

test('the page shows what its example renders', () => {
  const yaml = renderedYaml((chart) => {
    new BatchJob(chart, 'train', {
      run: Run.once(),
      image: 'ghcr.io/acme/train:1.4@sha256:3f5a0c9e7b1d2846a9c3e5f70b6d8124c0e9a7b5d3f1286490ace8b6d4f20135',
      args: ['--epochs', '3', '--resume-from', '/checkpoints'],
      cpu: Cpu.cores(32),
      memory: Size.gibibytes(256),
      accelerator: Gpu.nvidia(4),
      deadline: Duration.hours(12),
      mounts: [Mount.claim('/checkpoints', 'checkpoints')],
      finalExitCodes: [2],
      queue: 'team-a',
    });
  });
  expect(page).toContain(`\`\`\`yaml\n${yaml}\`\`\`\n`);
});

test.each(Object.entries(ENGINE_EXAMPLES))('the page of engines shows what %s renders', (_, build) => {
  expect(engines).toContain(`\`\`\`yaml\n${renderedYaml(build)}\`\`\`\n`);
});

test('the pages list every code', () => {
  const pages = `${page}${engines}`;
  const files = readdirSync(join(ROOT, 'src/batch'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const sources = files.map((file) => readFileSync(join(ROOT, 'src/batch', file), 'utf8'));
  const codes = sources.flatMap((text) => [...text.matchAll(/'(BatchJob\.[a-zA-Z]+)'/g)].map((match) => match[1] ?? ''));
  expect([...new Set(codes)].filter((code) => !pages.includes(`\`${code}\``))).toEqual([]);
});
