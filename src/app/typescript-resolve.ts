import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { typeScriptConfig } from './typescript-config';
import type { ModuleFormat } from './typescript-transform';

/** Extensions that Node may not run by itself. */
export const TYPESCRIPT_EXTENSIONS: readonly string[] = ['.ts', '.tsx', '.mts', '.cts'];

export function isTypeScript(file: string): boolean {
  return TYPESCRIPT_EXTENSIONS.includes(extname(file));
}

/** How Node runs a file: by its extension, else by `type` of the nearest package.json. */
export function moduleFormat(file: string): ModuleFormat {
  const extension = extname(file);
  if (extension === '.mts' || extension === '.mjs') return 'module';
  if (extension === '.cts' || extension === '.cjs') return 'commonjs';
  return packageFormat(dirname(file));
}

const formats = new Map<string, ModuleFormat>();

function packageFormat(folder: string): ModuleFormat {
  let format = formats.get(folder);
  if (format === undefined) {
    const type = packageType(join(folder, 'package.json'));
    if (type !== undefined) format = type === 'module' ? 'module' : 'commonjs';
    else format = folder === dirname(folder) || folder.endsWith('node_modules') ? 'commonjs' : packageFormat(dirname(folder));
    formats.set(folder, format);
  }
  return format;
}

/** Undefined without a package.json; a broken one is left for Node to refuse. */
function packageType(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return (JSON.parse(text) as { type?: string }).type ?? '';
  } catch {
    return '';
  }
}

/** What TypeScript tries for an extension in an import: the source before the file that it compiles to. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

/** What may be left out at the end of an import. */
const ENDINGS: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '/index.ts', '/index.tsx'];

/** The same for a target of `paths`, which Node knows nothing of. */
const MAPPED_ENDINGS: readonly string[] = [...ENDINGS, '.js', '.mjs', '.cjs', '.json', '/index.js'];

/**
 * The file that TypeScript takes an import of a TypeScript file for, when Node alone would find another or none: `paths`, a left-out
 * extension, `./part.js` that is compiled from `part.ts`. Undefined leaves the import to Node.
 */
export function typeScriptImport(specifier: string, importer: string): string | undefined {
  if (!isTypeScript(importer)) return undefined;
  if (/^\.{0,2}\/|^\.{1,2}$/.test(specifier)) return firstFile(sourceNames(resolve(dirname(importer), specifier), ENDINGS));
  if (importer.includes('/node_modules/')) return undefined;
  for (const target of mappedTargets(typeScriptConfig(importer).paths, specifier)) {
    const file = firstFile([target, ...sourceNames(target, MAPPED_ENDINGS)]);
    if (file !== undefined) return file;
  }
  return undefined;
}

function sourceNames(path: string, endings: readonly string[]): readonly string[] {
  const extension = extname(path);
  const sources = SOURCES[extension] ?? [];
  return [...sources.map((source) => path.slice(0, -extension.length) + source), ...endings.map((ending) => path + ending)];
}

function firstFile(paths: readonly string[]): string | undefined {
  const found = paths.find(isFile);
  return found === undefined ? undefined : realpathSync(found);
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false; // a part of the path is a file
  }
}

/** Targets of the pattern that fits best: the whole word, else the longest text before `*`. */
function mappedTargets(paths: ReadonlyMap<string, readonly string[]>, specifier: string): readonly string[] {
  const exact = paths.get(specifier);
  if (exact !== undefined) return exact;
  let best: { readonly start: string; readonly rest: string; readonly targets: readonly string[] } | undefined;
  for (const [pattern, targets] of paths) {
    const [start = '', end] = pattern.split('*');
    if (end === undefined || specifier.length < start.length + end.length) continue;
    if (!specifier.startsWith(start) || !specifier.endsWith(end) || start.length <= (best?.start.length ?? -1)) continue;
    best = { start, rest: specifier.slice(start.length, specifier.length - end.length), targets };
  }
  const { rest = '', targets = [] } = best ?? {};
  return targets.map((target) => target.replace('*', () => rest));
}
