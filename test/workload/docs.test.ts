import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { Health } from '../../src/workload/health';
import { StatefulService } from '../../src/workload/stateful-service';
import { renderedYaml } from '../support/rendered';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/services.md'), 'utf8');

test('the page shows what its example renders', () => {
  const yaml = renderedYaml((chart) => {
    new StatefulService(chart, 'features', {
      image: 'ghcr.io/acme/feature-store:3.1.0@sha256:5b8a8b56dada6ce7567442b4935298df7de2badd7becdcf4915a59487338ca4b',
      ports: { redis: 6379 },
      health: Health.tcp(),
      storage: [{ name: 'data', path: '/data', size: Size.gibibytes(10) }],
      cpu: Cpu.millis(500),
      memory: Size.gibibytes(2),
    });
  });
  expect(page).toContain(`\`\`\`yaml\n${yaml}\`\`\`\n`);
});

test('the page lists every code', () => {
  const sources = readdirSync(join(ROOT, 'src/workload')).map((file) => readFileSync(join(ROOT, 'src/workload', file), 'utf8'));
  const own = sources.flatMap((text) =>
    [...text.matchAll(/'((?:WebService|StatefulService)\.[a-zA-Z]+)'/g)].map((match) => match[1] ?? ''),
  );
  const shared = sources.flatMap((text) => [...text.matchAll(/`\$\{code\}\.([a-zA-Z]+)`/g)].map((match) => match[1] ?? ''));
  const codes = [...own, ...shared.flatMap((rule) => [`WebService.${rule}`, `StatefulService.${rule}`])];
  expect([...new Set(codes)].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
