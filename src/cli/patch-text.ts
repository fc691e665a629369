/** The difference of two texts, as patches are written; `from` and `to` are the names of the files. */
export function patchText(from: string, to: string, before: string, after: string): string {
  // Loaded only here: most commands find no difference, and show none.
  const { createTwoFilesPatch } = require('diff') as typeof import('diff');
  return createTwoFilesPatch(from, to, before, after);
}
