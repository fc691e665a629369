import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
/** Names that look like codes: a kind with its group, the factories of routers, a file of an app. */
const NOT_A_CODE = /^Via\.|\.(?:apps|autoscaling|batch|cjs|policy)$/;
/** Names of factories, not codes. */
const GENERATED: ReadonlySet<string> = new Set();
const CODE = /'((?:[A-Z][A-Za-z]+|app|chart|check|cli|delivery|inventory|release|render|schema|store|switch)\.[a-z][A-Za-z]+)'/g;

function texts(folder: string, extension: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension) && !GENERATED.has(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
}

/** The codes in backticks on a line. A page shortens the second and later ones of a construct: `Gpu.nvidia`, `.mig`. */
function codesOf(line: string): string[] {
  let owner = '';
  return [...line.matchAll(/`([A-Za-z]*)\.([A-Za-z]+)`/g)].map(([, name = '', rule = '']) => {
    if (name !== '') owner = name;
    return `${owner}.${rule}`;
  });
}

test('every error code that the source writes out stands on a page', () => {
  const written = new Set(texts('src', '.ts').flatMap((text) => [...text.matchAll(CODE)].map((match) => match[1] ?? '')));
  const documented = new Set(texts('docs', '.md').flatMap((text) => text.split('\n').flatMap(codesOf)));
  expect([...written].filter((code) => !NOT_A_CODE.test(code) && !documented.has(code)).sort()).toEqual([]);
});
