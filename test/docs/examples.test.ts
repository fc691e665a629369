import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { yamlDifference } from '../support/yaml-difference';
import { compilerErrors, documentsOf, type Example, examplesOf, publicTypes } from './example';
import { type Block, directive, type Page, pages, ROOT, replaceBlock } from './markdown';

const types = publicTypes();
const all = pages();
const examples = new Map(all.map((page) => [page, examplesOf(page, types)]));

test('every TypeScript block of README and docs compiles', () => {
  const every = [...examples.values()].flat();
  expect(every.length).toBeGreaterThan(70);
  expect(compilerErrors(every)).toEqual([]);
}, 60_000);

/** Examples without a project around them, with the blocks that show what they render to. */
const shown = [...examples].flatMap(([page, list]) =>
  list
    .filter(({ block }) => block.file === undefined && directive(block, 'jest') === undefined) // test/app/testing.test.ts runs that one
    .map((example) => [`${page.path}:${example.block.line}`, example, resultsOf(page, example.block)] as const),
);

/** The blocks after an example, up to the next one, that show YAML, a difference or an error. */
function resultsOf(page: Page, block: Block): readonly Block[] {
  const after = page.blocks.slice(page.blocks.indexOf(block) + 1);
  const end = after.findIndex(({ language, file }) => language === 'ts' || language === 'sh' || file !== undefined);
  return (end === -1 ? after : after.slice(0, end)).filter(
    (one) => ['yaml', 'diff', 'text'].includes(one.language) && directive(one, 'input') === undefined,
  );
}

test.each(shown)('%s renders, to what the page shows below it', (_, example, results) => {
  if (directive(example.block, 'refused') !== undefined) {
    expect(messageOf(example)).toContain(results[0]?.text.trimEnd());
    return;
  }
  const documents = documentsOf(example.source);
  for (const block of results) {
    const wanted = expectedText(block, documents, example);
    if (process.env.WRITE_DOCS !== undefined && wanted !== block.text) rewrites.push({ page: example.page, block, wanted });
    expect(block.text).toBe(wanted);
  }
});

function messageOf({ source }: Example): string {
  try {
    documentsOf(source);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing is refused';
}

function expectedText(block: Block, documents: readonly string[], { base }: Example): string {
  if (block.language === 'diff') return yamlDifference(documentsOf(base ?? '').join('---\n'), documents.join('---\n'));
  const parts = block.text.split(/^---\n/m);
  return parts.map((part) => (part.includes('# …\n') ? excerpt(part, documents) : nearest(part, documents))).join('---\n');
}

/** The rendered document of the same kind and name, or of the same kind where a name holds a hash. */
function nearest(part: string, documents: readonly string[]): string {
  if (documents.includes(part)) return part;
  const line = (pattern: RegExp) => pattern.exec(part)?.[0] ?? '';
  const [kind, name] = [line(/^kind: .*$/m), line(/^ {2}name: .*$/m)];
  const alike = documents.filter((text) => text.includes(`${kind}\n`));
  return alike.find((text) => text.includes(`${name}\n`)) ?? alike[0] ?? `no document has ${kind}\n`;
}

/** A part with lines `# …` stands for any lines there: each piece between them is in one document, in this order. */
function excerpt(part: string, documents: readonly string[]): string {
  const pieces = part.split(/^ *# …\n/m);
  const holds = documents.some((text) => {
    let at = 0;
    return pieces.every((piece) => {
      const found = text.indexOf(piece, at);
      at = found + piece.length;
      return found !== -1;
    });
  });
  return holds ? part : `no document holds this excerpt:\n${documents.join('---\n')}`;
}

/** Blocks to write, the last of a page first, so that lines above keep their numbers. */
const rewrites: { readonly page: Page; readonly block: Block; readonly wanted: string }[] = [];

afterAll(() => {
  for (const page of all) {
    const own = rewrites.filter((rewrite) => rewrite.page === page).sort((left, right) => right.block.line - left.block.line);
    if (own.length === 0) continue;
    writeFileSync(
      join(ROOT, page.path),
      own.reduce((text, { block, wanted }) => replaceBlock(text, block, wanted), page.text),
    );
  }
});
