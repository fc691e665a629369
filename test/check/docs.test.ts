import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RULES } from '../../src/check/rules/all-rules';
import { ruleTable } from './rule-table';

const REPOSITORY = resolve(__dirname, '../..');
const page = readFileSync(join(REPOSITORY, 'docs/check.md'), 'utf8');

test('the page lists the rules as they are', () => {
  expect(page).toContain(ruleTable(RULES));
});

test('the page lists every other code of a finding', () => {
  const files = ['src/schema', 'src/check', 'src/cli', 'src/app/check-validation.ts'].flatMap(sourceFiles);
  const texts = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const codes = new Set(
    [
      ...texts.matchAll(
        /'((?:schema|yaml|kubernetes|kustomization(?!\.ya?ml)|api|change|check|cli\.(?:path|rules|schemas|kubernetes)|CheckValidation)(?:\.[a-z-]+)?)'/g,
      ),
    ].map((match) => match[1] ?? ''),
  );
  const found = [...codes].filter((code) => code.includes('.'));
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

function sourceFiles(path: string): string[] {
  const full = join(REPOSITORY, path);
  if (path.endsWith('.ts')) return [full];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(full, file));
}
