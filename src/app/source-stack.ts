import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FilePosition } from '../base/finding';
import { isTypeScript, moduleFormat } from './typescript-resolve';
import { transformedMap } from './typescript-transform';

const FRAME = /^\s+at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

/** A call in a source file, not in a package. */
export interface SourceFrame extends FilePosition {
  /** The calling function: `new Scorer`, `main`; empty at the top of a file. */
  readonly caller: string;
}

/**
 * From now on, stacks of errors name lines of the TypeScript source, not of what it was transformed into.
 *
 * V8 calls this when a stack is first read. The source map is read then; most programs need none.
 */
export function mapStacks(): void {
  Error.prepareStackTrace = (error, sites) => [headline(error), ...sites.map((site) => `    at ${mappedSite(site)}`)].join('\n');
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error'; // its own name or message throws
  }
}

function mappedSite(site: NodeJS.CallSite): string {
  const name = site.getFileName() ?? '';
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  const file = name.startsWith('file:') ? fileURLToPath(name) : name;
  if (!isTypeScript(file) || line === null || column === null) return String(site);
  const place = sourcePlace(file, line, column);
  return place === undefined ? String(site) : String(site).replace(`${name}:${line}:${column}`, () => `${file}:${place}`);
}

const maps = new Map<string, SourceMap | undefined>();

function sourcePlace(file: string, line: number, column: number): string | undefined {
  if (!maps.has(file)) maps.set(file, mapOf(file));
  const entry = maps.get(file)?.findEntry(line - 1, column - 1);
  return entry !== undefined && 'originalLine' in entry ? `${entry.originalLine + 1}:${entry.originalColumn + 1}` : undefined;
}

function mapOf(file: string): SourceMap | undefined {
  try {
    const format = require.cache[file] === undefined ? moduleFormat(file) : 'commonjs';
    return new SourceMap(JSON.parse(transformedMap(file, readFileSync(file, 'utf8'), format)));
  } catch {
    return undefined; // the file is gone: the line of the transformed code is better than none
  }
}

/** The frames of a stack in source files, relative to the working directory; those of packages and of Node are left out. */
export function sourceFrames(stack: string): readonly SourceFrame[] {
  return stack.split('\n').flatMap((line) => sourceFrame(line) ?? []);
}

/** The stack of an error, for people: without frames of packages and of Node. */
export function sourceStack(error: Error): string {
  const lines = (error.stack ?? error.message).split('\n').flatMap((line) => {
    if (!/^\s+at /.test(line)) return [line];
    const frame = sourceFrame(line);
    if (frame === undefined) return [];
    const place = `${frame.file}:${frame.line}:${frame.column}`;
    return [`    at ${frame.caller === '' ? place : `${frame.caller} (${place})`}`];
  });
  return lines.join('\n');
}

/** The command line that runs the program, which is no part of it. */
const OWN_FOLDER = dirname(__filename);

function sourceFrame(text: string): SourceFrame | undefined {
  const [, caller = '', name = '', line, column] = FRAME.exec(text) ?? [];
  const file = name.startsWith('file:') ? fileURLToPath(name) : name;
  if (!file.startsWith('/') && !/^[A-Za-z]:\\/.test(file)) return undefined;
  if (file.includes('/node_modules/') || dirname(file) === OWN_FOLDER) return undefined;
  return {
    caller: caller.replace(/^async /, ''),
    file: relative(process.cwd(), resolve(file)),
    line: Number(line),
    column: Number(column),
  };
}
