import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generate } from './generate';

const IMPORTS = resolve(__dirname, '../../imports');

function main(args: readonly string[]): number {
  const [schemas, ...others] = args;
  if (schemas === undefined || others.length > 0 || !existsSync(join(schemas, 'MANIFEST.tsv'))) {
    console.error('usage: npm run generate -- <folder with MANIFEST.tsv, crds/ and kubernetes/>');
    return 2;
  }
  replaceImports(generate(schemas));
  return 0;
}

/** All texts exist before the old folder goes: a failing generator changes nothing. */
function replaceImports(texts: ReadonlyMap<string, string>): void {
  rmSync(IMPORTS, { recursive: true, force: true });
  mkdirSync(join(IMPORTS, 'schemas'), { recursive: true });
  for (const [name, text] of texts) {
    writeFileSync(join(IMPORTS, name), text);
    console.log(`${name}: ${text.split('\n').length - 1} lines, ${Math.round(text.length / 1024)} KB`);
  }
}

process.exitCode = main(process.argv.slice(2));
