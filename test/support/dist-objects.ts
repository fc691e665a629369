import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import type { AnyObject } from '../../src/schema/validate-object';

const DIST = resolve(__dirname, '../../dist');

/** Every object that the examples render to, with its file. */
export function distObjects(): readonly { readonly file: string; readonly object: AnyObject }[] {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.yaml') && !file.endsWith('kustomization.yaml'),
  );
  return files
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(DIST, file), 'utf8')).map((object) => ({ file, object: object as AnyObject })));
}
