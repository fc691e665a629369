import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const README = resolve(__dirname, '../../README.md');

/** The files of the README's example: each block stands below a line that names its file in bold. */
export function readmeFiles(text: string = readFileSync(README, 'utf8')): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^\*\*`([^`]+)`\*\*\n\n```\w+\n([\s\S]*?)```$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** Writes the sources of the README's example, not what they render to, into a folder. */
export function writeReadmeProject(folder: string): void {
  for (const [path, text] of readmeFiles()) {
    if (path.startsWith('dist/')) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
