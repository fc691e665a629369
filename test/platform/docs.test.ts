import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Subject } from '../../src/platform/access/role-binding';
import { Tenant } from '../../src/platform/namespace/tenant';
import { ExistingVolume, VolumeSource } from '../../src/platform/storage/existing-volume';
import { renderedYaml } from '../support/rendered';

const ROOT = join(__dirname, '../..');
const pages = ['platform.md', 'queues.md'].map((file) => readFileSync(join(ROOT, 'docs', file), 'utf8')).join('\n');

test('the pages list every code', () => {
  const sources = readdirSync(join(ROOT, 'src/platform'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(ROOT, 'src/platform', file), 'utf8'));
  const codes = sources.flatMap((text) => [...text.matchAll(/'([A-Z][A-Za-z]+\.[a-zA-Z]+)'/g)].map((match) => match[1] ?? ''));
  expect([...new Set(codes)].filter((code) => !pages.includes(`\`${code}\``))).toEqual([]);
});

const blocks = [...(pages.match(/```yaml\n[\s\S]*?```/g) ?? [])].map((block) => block.slice('```yaml\n'.length, -'```'.length));

test('the page shows what its tenant renders', () => {
  const yaml = renderedYaml(
    (chart) => {
      new Tenant(chart, 'language', {
        quota: { accelerators: [Gpu.nvidia(8)] },
        access: { edit: [Subject.group('team-language')] },
        queue: { clusterQueue: 'research' },
        deployer: true,
      });
    },
    { chart: { namespace: undefined }, scope: (app) => new Environment(app, 'dev', { namespacePrefix: 'dev-' }) },
  );
  expect(blocks).toContain(yaml);
});

test('the page shows what its existing volume renders', () => {
  const yaml = renderedYaml((chart) => {
    new ExistingVolume(chart, 'images', {
      source: VolumeSource.nfs('nfs.example.com', '/exports/images'),
      size: Size.tebibytes(2),
      accessMode: 'ReadOnlyMany',
    });
  });
  expect(blocks).toContain(yaml);
});
