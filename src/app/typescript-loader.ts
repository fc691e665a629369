import { existsSync, readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as hooks from './esm-hooks';
import { moduleFormat, TYPESCRIPT_EXTENSIONS, typeScriptImport } from './typescript-resolve';
import { transformCacheFor, transformedCode, useTransformCache } from './typescript-transform';

/** What is used of the loader of CommonJS. It is documented in parts; `ts-node`, `tsx` and `pirates` build on the same. */
interface CommonJsLoader {
  _extensions: Record<string, (module: CompiledModule, file: string) => void>;
  _resolveFilename: (request: string, parent: NodeModule | undefined, ...rest: readonly unknown[]) => string;
  _load: (request: string, parent: null, isMain: boolean) => unknown;
  runMain: (entry: string) => void;
  registerHooks?: (hooks: object) => void;
  register?: (specifier: string | URL, options: object) => void;
}

interface CompiledModule extends NodeModule {
  _compile: (code: string, file: string, format: 'commonjs') => void;
}

export const LOADER = Module as unknown as CommonJsLoader;

let cache: string | undefined;
let requires = false;
let imports = false;

/**
 * Teaches this process to load TypeScript, by `require` and by `import`. Node itself finds, loads and runs every module, so that each means
 * what it means to Node; only the text of a TypeScript file is transformed.
 */
export function loadTypeScript(entry: string, useCache: boolean): void {
  cache = useCache ? transformCacheFor(entry) : undefined;
  useTransformCache(cache);
  if (!requires) requireTypeScript();
  requires = true;
  if (moduleFormat(entry) === 'module') importTypeScript();
}

function requireTypeScript(): void {
  const { _extensions, _resolveFilename } = LOADER;
  for (const extension of TYPESCRIPT_EXTENSIONS) {
    _extensions[extension] = (module, file) => {
      const code = transformedCode(file, readFileSync(file, 'utf8'), 'commonjs');
      if (code.includes('import(')) importTypeScript();
      module._compile(asBlock(code), file, 'commonjs');
    };
  }
  LOADER._resolveFilename = (request, parent, ...rest) => {
    const found = parent?.filename ? typeScriptImport(request, parent.filename) : undefined;
    return found ?? _resolveFilename(request, parent, ...rest);
  };
}

/** A top-level declaration of a name that Node gives every CommonJS module, as esbuild prints it. */
const GIVEN = /^(?:const|let|class) (?:__dirname|__filename|require|module|exports)\b/m;

/** Such a module is compiled as a block: there it may declare the name. Files that were written as ES modules do. */
function asBlock(code: string): string {
  return GIVEN.test(code) ? `${/^"use strict";/.exec(code)?.[0] ?? ''}{${code}\n}` : code;
}

/** Node 22.15 and later run hooks in the thread of the program. Before, they run in a thread that takes a while to start, so only when needed. */
function importTypeScript(): void {
  if (imports) return;
  imports = true;
  if (LOADER.registerHooks !== undefined) LOADER.registerHooks({ resolve: hooks.resolve, load: hooks.load });
  else LOADER.register?.(pathToFileURL(hooksFile()), { data: { cache } });
}

/** A file of the package, built beside its entry points; a source when this file is one. */
function hooksFile(): string {
  const names = ['esm-hooks.js', 'esm-hooks.cjs', '../esm-hooks.js', 'esm-hooks.ts'];
  const paths = names.map((name) => join(__dirname, name));
  return paths.find((path) => existsSync(path)) ?? (paths[0] as string);
}
