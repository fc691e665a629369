import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type BuildOptions, build, transform } from 'esbuild';
import ts from 'typescript';

const REPOSITORY = resolve(__dirname, '../..');
const LIB = join(REPOSITORY, 'lib');

/** What is loaded by the path of its file: by `bin`, by cdk8s, by Node. */
const PROGRAMS: Readonly<Record<string, string>> = {
  command: 'src/cli/main.ts',
  validation: 'src/app/check-validation.ts',
  'esm-hooks': 'src/app/esm-hooks.ts',
  testing: 'src/testing.ts',
  check: 'src/check.ts',
};

/**
 * Builds `lib/`: CommonJS that Node 20 can require, split so that a program loads what it uses.
 *
 * `lib/index.js` has a getter for each public name, which loads the room of that name when it is first asked for. What rooms share is in chunks of
 * its own, once. esbuild splits ES modules only, so it splits those, and each becomes CommonJS afterwards.
 */
async function main(): Promise<void> {
  const names = publicValues(join(REPOSITORY, 'src/index.ts'));
  const rooms = new Map<string, string[]>();
  for (const [name, file] of names)
    rooms.set(roomOf(file), [...(rooms.get(roomOf(file)) ?? []), `export { ${name} } from './src/${file}';`]);
  const entries: [string, string][] = [...[...rooms.keys()].map((room): [string, string] => [`room-${room}`, `room:${room}`])];
  const { outputFiles = [] } = await build(options(entries, rooms));
  rmSync(LIB, { recursive: true, force: true });
  for (const { path, contents, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path.endsWith('.js') ? await commonJs(path, text) : contents);
  }
  writeFileSync(join(LIB, 'index.js'), indexText(names));
  mkdirSync(join(LIB, 'cli'), { recursive: true });
  writeFileSync(join(LIB, 'cli/main.js'), "#!/usr/bin/env node\nrequire('../command.js');\n", { mode: 0o755 });
}

/** The public names that are values, with the file that each comes from. */
function publicValues(index: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile(index, readFileSync(index, 'utf8'), ts.ScriptTarget.ES2022);
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || statement.moduleSpecifier === undefined) continue;
    const { exportClause, moduleSpecifier } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause) || !ts.isStringLiteral(moduleSpecifier))
      throw new Error(`${index}: write each export by its name`);
    for (const { name, isTypeOnly } of exportClause.elements) if (!isTypeOnly) names.set(name.text, moduleSpecifier.text.replace('./', ''));
  }
  return names;
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function options(entries: readonly [string, string][], rooms: ReadonlyMap<string, readonly string[]>): BuildOptions {
  return {
    absWorkingDir: REPOSITORY,
    entryPoints: { ...PROGRAMS, ...Object.fromEntries(entries) },
    bundle: true,
    splitting: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    loader: { '.json': 'copy' },
    assetNames: 'schemas/[name]',
    outdir: LIB,
    logLevel: 'warning',
    plugins: [
      {
        name: 'rooms',
        setup(build) {
          build.onResolve({ filter: /^room:/ }, ({ path }) => ({ path: path.slice('room:'.length), namespace: 'room' }));
          build.onLoad({ filter: /./, namespace: 'room' }, ({ path }) => ({
            contents: (rooms.get(path) ?? []).join('\n'),
            resolveDir: REPOSITORY,
          }));
        },
      },
    ],
  };
}

/** `require` of esbuild's ES modules looks from the chunk that defines it; that of CommonJS from the file, where the JSON files are. */
async function commonJs(path: string, text: string): Promise<string> {
  const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node20', sourcefile: basename(path) });
  return code.replace(/\(0, import_chunk_\w+\.__require\)\(|\b__require\(/g, 'require(');
}

/** The getters; and the names as a list that `import { … }` of Node reads without running anything. */
function indexText(names: ReadonlyMap<string, string>): string {
  const getters = [...names].map(
    ([name, file]) => `  ${name}: { enumerable: true, get: () => require('./room-${roomOf(file)}.js').${name} },`,
  );
  const list = `0 && (module.exports = { ${[...names.keys()].join(', ')} });`;
  return `'use strict';\nObject.defineProperty(exports, '__esModule', { value: true });\nObject.defineProperties(exports, {\n${getters.join('\n')}\n});\n${list}\n`;
}

void main();
