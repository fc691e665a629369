import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isTypeScript, moduleFormat, typeScriptImport } from './typescript-resolve';
import { transformedCode, useTransformCache } from './typescript-transform';

/** What these hooks use of the hooks of `node:module`, whose types differ between versions of Node. */
interface ResolveContext {
  readonly parentURL?: string | undefined;
}

type Next<Context> = (subject: string, context?: Context) => unknown;

/** Called by Node in the thread of the hooks, where it runs them in one of their own. */
export function initialize(data: { readonly cache: string | undefined }): void {
  useTransformCache(data.cache);
}

/** Imports of TypeScript files lead where TypeScript would go. */
export function resolve(specifier: string, context: ResolveContext, next: Next<ResolveContext>): unknown {
  const { parentURL } = context;
  const found = parentURL?.startsWith('file:') ? typeScriptImport(plainSpecifier(specifier), fileURLToPath(parentURL)) : undefined;
  if (found === undefined) return next(specifier, context);
  const format = isTypeScript(found) ? moduleFormat(found) : undefined;
  return { url: pathToFileURL(found).href, ...(format === undefined ? {} : { format }), shortCircuit: true };
}

function plainSpecifier(specifier: string): string {
  return specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
}

/** TypeScript files are transformed. */
export function load(url: string, context: object, next: Next<object>): unknown {
  const file = url.startsWith('file:') ? fileURLToPath(url) : '';
  if (!isTypeScript(file)) return next(url, context);
  const format = moduleFormat(file);
  return { format, source: transformedCode(file, readFileSync(file, 'utf8'), format), shortCircuit: true };
}
