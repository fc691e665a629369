import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ConfigError } from '../base/config-error';

/** What of a `tsconfig.json` decides how its files run. */
export interface TypeScriptConfig {
  /** The options that esbuild reads: decorators, class fields, JSX. */
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  /** Patterns of `paths` with their targets, absolute. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

const NONE: TypeScriptConfig = { compilerOptions: {}, paths: new Map() };

/** Options that change the JavaScript that a file becomes. */
const EMITTING: ReadonlySet<string> = new Set([
  'alwaysStrict',
  'experimentalDecorators',
  'importsNotUsedAsValues',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
  'preserveValueImports',
  'strict',
  'target',
  'useDefineForClassFields',
  'verbatimModuleSyntax',
]);

const known = new Map<string, TypeScriptConfig>();

/** The nearest `tsconfig.json` of a file, with what it extends. */
export function typeScriptConfig(file: string): TypeScriptConfig {
  return configOf(dirname(file));
}

function configOf(folder: string): TypeScriptConfig {
  let config = known.get(folder);
  if (config === undefined) {
    const path = join(folder, 'tsconfig.json');
    if (existsSync(path)) config = parsed(path, []);
    else config = folder === dirname(folder) ? NONE : configOf(dirname(folder));
    known.set(folder, config);
  }
  return config;
}

function parsed(path: string, extendedBy: readonly string[]): TypeScriptConfig {
  if (extendedBy.includes(path)) throw refusal(path, 'the file extends itself', 'remove it from "extends"');
  const { extends: bases = [], compilerOptions = {} } = jsonWithComments(path);
  const inherited = [bases].flat().map((base) => parsed(extendedFile(path, base), [...extendedBy, path]));
  const options = Object.fromEntries(Object.entries(compilerOptions).filter(([name]) => EMITTING.has(name)));
  const root = resolve(dirname(path), compilerOptions.baseUrl ?? '.');
  const paths = Object.entries(compilerOptions.paths ?? {}).map(
    ([pattern, targets]) => [pattern, targets.map((target) => resolve(root, target))] as const,
  );
  return {
    compilerOptions: Object.assign({}, ...inherited.map((base) => base.compilerOptions), options),
    paths: compilerOptions.paths === undefined ? (inherited.at(-1)?.paths ?? NONE.paths) : new Map(paths),
  };
}

interface ConfigText {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: { readonly baseUrl?: string; readonly paths?: Readonly<Record<string, readonly string[]>> };
}

/** Comments and trailing commas are allowed in a `tsconfig.json`. Text in quotes is matched first, so that `"//"` stays. */
function jsonWithComments(path: string): ConfigText {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const plain = text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/.*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? ' ')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, quoted: string | undefined) => quoted ?? '');
  try {
    return JSON.parse(plain.trim() === '' ? '{}' : plain) as ConfigText;
  } catch (cause) {
    throw refusal(path, `the file cannot be parsed: ${(cause as Error).message}`, 'fix the JSON', cause);
  }
}

function extendedFile(path: string, base: string): string {
  const near = base.startsWith('.') || isAbsolute(base) ? resolve(dirname(path), base) : undefined;
  for (const file of near === undefined ? [] : [near, `${near}.json`]) {
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  try {
    const { resolve: find } = createRequire(path);
    return near === undefined && !/\.json$|^(@[^/]+\/)?[^/]+\/./.test(base) ? find(`${base}/tsconfig.json`) : find(near ?? base);
  } catch (cause) {
    throw refusal(path, `"extends" names ${JSON.stringify(base)}, which cannot be found`, 'fix the path, or install the package', cause);
  }
}

function refusal(where: string, what: string, fix: string, cause?: unknown): ConfigError {
  return new ConfigError('cli.tsconfig', { where, what, fix, cause });
}
