import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

/** A fenced code block of a page, with what the page says about it. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** The file that the line above names in bold: **`main.ts`**. */
  readonly file?: string;
  /** HTML comments between the block before and this one: `<!-- setup … -->`, `<!-- in: … -->`, `<!-- refused -->`. */
  readonly directives: readonly string[];
}

export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** README, the papers beside it, and every page of docs/ but the generated reference. */
export function pages(): readonly Page[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.startsWith('api/'))
    .sort();
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs.map((file) => `docs/${file}`)]
    .filter((path) => existsSync(join(ROOT, path)))
    .map(page);
}

export function page(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, blocks: blocksOf(text) };
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let directives: string[] = [];
  let file: string | undefined;
  for (const match of text.matchAll(/^<!--\n?([\s\S]*?)-->$|^\*\*`([^`\n]+)`\*\*.*$|^ *```([a-z]*)\n([\s\S]*?)^ *```$|^## .*$/gm)) {
    const [whole, comment, bold, language, code = ''] = match;
    if (comment !== undefined) directives.push(comment.trim());
    else if (bold !== undefined) file = bold;
    else if (whole.startsWith('## ')) file = undefined;
    else {
      const line = text.slice(0, match.index).split('\n').length;
      blocks.push({ language: language ?? '', text: code, line, directives, ...(file === undefined ? {} : { file }) });
      [directives, file] = [[], undefined];
    }
  }
  return blocks;
}

/** The text of the directive `name` of a block, if it has one. */
export function directive(block: Block, name: string): string | undefined {
  const found = block.directives.find((text) => text === name || text.startsWith(`${name}\n`) || text.startsWith(`${name}: `));
  return found?.slice(name.length).replace(/^: |^\n/, '');
}

/** The page with other text in one of its blocks. */
export function replaceBlock(text: string, block: Block, code: string): string {
  const lines = text.split('\n');
  const start = lines.slice(0, block.line).join('\n').length + 1;
  return `${text.slice(0, start)}${code}${text.slice(start + block.text.length)}`;
}
