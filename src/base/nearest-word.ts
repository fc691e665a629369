/** The closest known word: another case, or at most two edits away. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = words
    .map((each) => ({ each, distance: each.toLowerCase() === lower ? 0 : editDistance(word, each) }))
    .filter(({ each, distance }) => distance <= Math.min(2, Math.floor(each.length / 3)))
    .sort((left, right) => left.distance - right.distance);
  return ranked[0]?.each;
}

/** Letters to insert, remove or replace to turn one word into the other; 3 stands for more. */
export function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let before = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const now = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (before[column - 1] as number) + (left[row - 1] === right[column - 1] ? 0 : 1);
      now.push(Math.min(replaced, (before[column] as number) + 1, (now[column - 1] as number) + 1));
    }
    before = now;
  }
  return before[right.length] as number;
}
