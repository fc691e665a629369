import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ENFORCEABLE_RULES } from '../../../src/check/policy/enforceable';
import { policyTable } from './policy-table';

const ROOT = resolve(__dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/cluster-policies.md'), 'utf8');

test('the page lists the rules as they are', () => {
  expect(page).toContain(policyTable(Object.values(ENFORCEABLE_RULES)));
});

test('the page lists every code', () => {
  const folder = join(ROOT, 'src/check/policy');
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const codes = texts.flatMap((text) => [...text.matchAll(/'(RulePolicies\.[a-z]+)'/g)].map((match) => match[1] ?? ''));
  expect(new Set(codes).size).toBeGreaterThan(3);
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
