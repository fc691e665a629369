import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TransformFailure } from 'esbuild';
import { ConfigError } from '../base/config-error';
import { typeScriptConfig } from './typescript-config';

export type ModuleFormat = 'commonjs' | 'module';

/** A module as JavaScript, and its source map as JSON. */
export interface TransformedModule {
  readonly code: string;
  readonly map: string;
}

/** Part of the cache key: a change here makes every cached module void. */
const CACHE_FORMAT = 2;

let cache: string | undefined;

/** Keeps transformed modules in this folder from now on; undefined: keeps none. */
export function useTransformCache(folder: string | undefined): void {
  cache = folder;
}

/** The cache of a program: below the nearest `node_modules`, which a clean install removes. Without one there is no cache. */
export function transformCacheFor(entry: string): string | undefined {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) return join(modules, '.cache', 'cdk8s-mlops', 'modules');
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Turns one TypeScript file into JavaScript of a module format. Types are not checked: that is the work of an editor and of CI.
 *
 * A cached module is used only when everything that it was made from is the same, compared by content: the text, the options of
 * `tsconfig.json`, the versions of Node and esbuild. Which file an import leads to is never cached: Node resolves it on each run.
 */
export function transformedCode(file: string, text: string, format: ModuleFormat): string {
  const place = placeOf(file, format);
  const key = place === undefined ? '' : keyOf(file, text, format);
  const known = place === undefined ? undefined : cached(`${place}.js`, key);
  if (known !== undefined) return known;
  const { code, map } = transformedModule(file, text, format);
  if (place !== undefined) {
    writeCached(`${place}.map`, map, key);
    writeCached(`${place}.js`, code, key);
  }
  return code;
}

/** The source map of a module that was transformed. */
export function transformedMap(file: string, text: string, format: ModuleFormat): string {
  const place = placeOf(file, format);
  return (place && cached(`${place}.map`, keyOf(file, text, format))) ?? transformedModule(file, text, format).map;
}

function transformedModule(file: string, text: string, format: ModuleFormat): TransformedModule {
  // Loaded only here: cached modules need no compiler.
  const esbuild = require('esbuild') as typeof import('esbuild');
  try {
    return esbuild.transformSync(text, { ...options(file, format), sourcefile: file });
  } catch (failure) {
    throw transformError(file, failure as TransformFailure);
  }
}

function options(file: string, format: ModuleFormat) {
  const { target: _, ...compilerOptions } = typeScriptConfig(file).compilerOptions;
  return {
    loader: loaderOf(file),
    format: format === 'module' ? 'esm' : 'cjs',
    platform: 'node',
    target: `node${process.versions.node.split('.')[0]}`,
    sourcemap: 'external',
    sourcesContent: false,
    tsconfigRaw: { compilerOptions },
    define: format === 'module' ? {} : metaOf(file),
    logLevel: 'silent',
  } as const;
}

/** `import.meta` of a file that runs as CommonJS, where Node has none: as `tsx` has it. */
function metaOf(file: string): Record<string, string> {
  const meta = { url: pathToFileURL(file).href, filename: file, dirname: dirname(file) };
  return Object.fromEntries(Object.entries(meta).map(([name, value]) => [`import.meta.${name}`, JSON.stringify(value)]));
}

function loaderOf(file: string): 'tsx' | 'ts' | 'jsx' | 'js' {
  if (/\.[cm]?tsx?$/.test(file)) return extname(file) === '.tsx' ? 'tsx' : 'ts';
  return extname(file) === '.jsx' ? 'jsx' : 'js';
}

/** One place a file, so that the cache does not grow with every edit. */
function placeOf(file: string, format: ModuleFormat): string | undefined {
  if (cache === undefined) return undefined;
  return join(cache, `${createHash('sha256').update(`${file}\n${format}`).digest('hex').slice(0, 24)}`);
}

let esbuildVersion: string | undefined;

function keyOf(file: string, text: string, format: ModuleFormat): string {
  esbuildVersion ??= (require('esbuild/package.json') as { version: string }).version;
  const made = JSON.stringify([CACHE_FORMAT, esbuildVersion, file, options(file, format)]);
  return createHash('sha256').update(`${made}\n`).update(text).digest('hex');
}

/** A cached text, when it ends with this key; a file that was cut short, or is of another version of the source, does not. */
function cached(path: string, key: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const end = `\n//${key}`;
    return text.endsWith(end) ? text.slice(0, -end.length) : undefined;
  } catch {
    return undefined; // not cached, or not readable: it is transformed again
  }
}

function writeCached(path: string, text: string, key: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, `${text}\n//${key}`);
    renameSync(aside, path);
  } catch {
    // A read-only node_modules (a container image) costs the cache, not the render.
  }
}

function transformError(file: string, failure: TransformFailure): ConfigError {
  const first = failure.errors?.[0];
  const at = first?.location;
  const path = relative(process.cwd(), file);
  const await_ = /top-level await/i.test(first?.text ?? '');
  return new ConfigError('cli.typescript', {
    where: at ? `${path}:${at.line}:${at.column + 1}` : path,
    what: first?.text ?? String(failure),
    fix: await_ ? 'make it an ES module: "type": "module" in package.json, or name the file .mts' : 'fix the syntax',
    cause: failure,
  });
}
