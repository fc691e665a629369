import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, FindingsError } from '../../src/index';
import { CALLABLES } from '../support/callables';
import { APP } from './app';
import { BATCH } from './batch';
import { type Case, run } from './case';
import { GITOPS } from './gitops';
import { OPERATOR } from './operator';
import { CALLS, IN_ROOMS, OTHERS } from './others';
import { PIPELINE } from './pipeline';
import { PLATFORM } from './platform';
import { ROUTING } from './routing';
import { SERVING } from './serving';
import { WORKLOAD } from './workload';

const ROOT = resolve(__dirname, '../..');

const CASES: readonly Case[] = [
  ...[...APP, ...BATCH, ...GITOPS, ...OPERATOR, ...OTHERS, ...PIPELINE, ...PLATFORM, ...ROUTING, ...SERVING, ...WORKLOAD],
];

/** The codes of what `act` throws. */
function codesOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (ConfigError.is(error)) return [error.code];
    if (FindingsError.is(error)) return [...error.message.matchAll(/\[([\w.-]+)\]$/gm)].map((match) => match[1] ?? '');
    throw error;
  }
  return ['accepted'];
}

test.each(CASES)('%s is reached by %s with another %s', (...each) => {
  expect(codesOf(() => run(each))).toContain(each[0]);
});

test.each(Object.entries(CALLS))('%s is reached', (code, act) => {
  expect(codesOf(act)).toContain(code);
});

test.each(Object.entries(IN_ROOMS))('tests in %s reach their codes', (folder, codes) => {
  const tests = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const text = tests.map((file) => readFileSync(join(ROOT, folder, file), 'utf8')).join('\n');
  const isAsserted = (code: string) =>
    text.includes(`'${code}'`) || text.includes(`[${code}]`) || text.includes(`\\[${code.replace('.', '\\.')}\\]`);
  expect(codes.filter((code) => !isAsserted(code))).toEqual([]);
});

/** The codes in backticks in the first column of a table. A page shortens the second and later ones of a construct: `Gpu.nvidia`, `.mig`. */
function codesInTable(line: string): readonly string[] {
  let owner = '';
  return [...(line.split('|')[1] ?? '').matchAll(/`([A-Za-z]*)\.([A-Za-z]+)`/g)].map(([, name = '', rule = '']) => {
    if (name !== '') owner = name;
    return `${owner}.${rule}`;
  });
}

const owners = new Set([...CALLABLES.keys()].map((name) => name.replace(/\..*/, '')));
const pages = readdirSync(join(ROOT, 'docs'), { encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
const documented = new Set(
  pages
    .flatMap((page) => readFileSync(join(ROOT, 'docs', page), 'utf8').split('\n'))
    .filter((line) => line.startsWith('| `'))
    .flatMap(codesInTable)
    .filter((code) => owners.has(code.replace(/\..*/, ''))),
);

test('every documented code of a construct, a factory or a function is reached through it', () => {
  // The gate's own test calls every factory with wrong arguments: `Gpu.nvidia`.
  const reached = new Set([...CASES.map(([code]) => code), ...Object.keys(CALLS), ...Object.values(IN_ROOMS).flat(), ...CALLABLES.keys()]);
  expect(documented.size).toBeGreaterThan(350);
  expect([...documented].filter((code) => !reached.has(code)).sort()).toEqual([]);
});

/** Names that look like codes: a kind with its group, a file of an app. */
const NOT_A_CODE = /\.(?:apps|autoscaling|batch|cjs|policy)$/;
const CODE = /'((?:[A-Z][A-Za-z]+|app|chart|check|cli|delivery|inventory|release|render|schema|store|switch)\.[a-z][A-Za-z]+)'/g;

test('every error code that the source writes out is on a page', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const written = new Set(
    sources.flatMap((file) => [...readFileSync(join(ROOT, 'src', file), 'utf8').matchAll(CODE)].map((match) => match[1] ?? '')),
  );
  const text = pages.map((page) => readFileSync(join(ROOT, 'docs', page), 'utf8')).join('\n');
  const inText = new Set(
    text.split('\n').flatMap((line) => {
      let owner = '';
      return [...line.matchAll(/`([A-Za-z]*)\.([A-Za-z]+)`/g)].map(([, name = '', rule = '']) => {
        if (name !== '') owner = name;
        return `${owner}.${rule}`;
      });
    }),
  );
  expect([...written].filter((code) => !NOT_A_CODE.test(code) && !CALLABLES.has(code) && !inText.has(code)).sort()).toEqual([]);
});
