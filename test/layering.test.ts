import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** Rooms from the ground up. A room imports from itself and from floors below, never sideways and never up. */
const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['manifest'],
  ['schema'],
  ['kube'],
  ['environment'],
  ['serving', 'batch', 'platform', 'workload'],
  ['operator'],
  ['routing'],
  ['gitops'],
  ['pipeline'],
  ['render', 'check'],
  ['store'],
  ['app'],
  ['cli'],
];

const SRC = resolve(__dirname, '../src');
const FLOOR_OF = new Map(FLOORS.flatMap((rooms, floor) => rooms.map((room): [string, number] => [room, floor])));

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|require\(|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

const roomOf = (file: string) => relative(SRC, file).split('/')[0] ?? '';
const ENTRIES = ['index.ts', 'check.ts', 'testing.ts'].map((name) => join(SRC, name));
const files = sourceFiles(SRC).filter((file) => !ENTRIES.includes(file));

test('every room stands on a floor', () => {
  expect([...new Set(files.map(roomOf))].filter((room) => !FLOOR_OF.has(room))).toEqual([]);
});

test('the page of the architecture shows the same floors', () => {
  const page = readFileSync(resolve(__dirname, '../docs/architecture.md'), 'utf8');
  const rows = [...page.matchAll(/^\| \d+ \| ((?:`[a-z]+`(?:, )?)+) \|/gm)].map((row) =>
    [...(row[1] ?? '').matchAll(/[a-z]+/g)].map(([room]) => room),
  );
  expect(rows).toEqual(FLOORS);
});

test('a room imports from itself and from floors below', () => {
  const violations = files.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => resolve(dirname(file), specifier))
      .filter((target) => target.startsWith(`${SRC}/`) && roomOf(target) !== roomOf(file))
      .filter((target) => (FLOOR_OF.get(roomOf(target)) ?? 99) >= (FLOOR_OF.get(roomOf(file)) ?? -1))
      .map((target) => `${relative(SRC, file)} imports ${relative(SRC, target)}`),
  );
  expect(violations).toEqual([]);
});

test('plain data and the store know nothing of cdk8s', () => {
  const knowing = files.filter(
    (file) => ['manifest', 'schema', 'store'].includes(roomOf(file)) && importsOf(file).some((name) => /^(cdk8s|constructs)/.test(name)),
  );
  expect(knowing.map((file) => relative(SRC, file))).toEqual([]);
});

test('no file imports cdk8s-plus, so that no version of it has to be installed', () => {
  expect(files.filter((file) => importsOf(file).some((name) => name.startsWith('cdk8s-plus')))).toEqual([]);
});

test('only the entry points re-export', () => {
  const reexporting = files.filter((file) => /^export (\*|\{[^}]*\}) from /m.test(readFileSync(file, 'utf8')));
  expect(reexporting.map((file) => relative(SRC, file))).toEqual([]);
});

/** What is loaded with a file, and with what that loads; types and what is asked for later are not. */
function loadedWith(file: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)) {
    if (!specifier.startsWith('.')) loaded.add(specifier);
    else if (resolve(dirname(file), specifier).startsWith(`${SRC}/`)) loadedWith(`${resolve(dirname(file), specifier)}.ts`, loaded);
  }
  return loaded;
}

test.each(['check-command', 'routes', 'schemas'])(
  '%s of a directory starts without what it does not need: that takes longer than to check',
  (verb) => {
    const loaded = loadedWith(join(SRC, `cli/${verb}.ts`));
    expect(loaded.has('commander')).toBe(true);
    expect(['cdk8s', 'constructs', 'diff', 'esbuild', 'yaml'].filter((name) => loaded.has(name))).toEqual([]);
  },
);

/** Every file that a file imports, types included, and what those import. */
function importedFrom(file: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const specifier of importsOf(next).filter((each) => each.startsWith('.'))) {
      const target = `${resolve(dirname(next), specifier)}.ts`;
      if (!target.startsWith(`${SRC}/`) || found.has(target)) continue;
      found.add(target);
      open.push(target);
    }
  }
  return found;
}

test('no files import each other in a cycle, type-only imports included', () => {
  const reached = new Map(files.map((file) => [file, importedFrom(file)]));
  const cycles = files
    .filter((file) => reached.get(file)?.has(file))
    .map((file) => files.filter((other) => other === file || (reached.get(file)?.has(other) && reached.get(other)?.has(file))))
    .map((cycle) =>
      cycle
        .map((file) => relative(SRC, file))
        .sort()
        .join(', '),
    );
  expect([...new Set(cycles)].sort()).toEqual([]);
});

test('no file name occurs twice', () => {
  const names = files.map((file) => basename(file));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
