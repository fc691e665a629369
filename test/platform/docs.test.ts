import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const pages = ['platform.md', 'queues.md'].map((file) => readFileSync(join(ROOT, 'docs', file), 'utf8')).join('\n');

test('the pages list every code', () => {
  const sources = readdirSync(join(ROOT, 'src/platform')).map((file) => readFileSync(join(ROOT, 'src/platform', file), 'utf8'));
  const codes = sources.flatMap((text) => [...text.matchAll(/'([A-Z][A-Za-z]+\.[a-zA-Z]+)'/g)].map((match) => match[1] ?? ''));
  expect([...new Set(codes)].filter((code) => !pages.includes(`\`${code}\``))).toEqual([]);
});
