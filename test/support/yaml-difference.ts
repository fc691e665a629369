import { diffLines } from 'diff';

interface Line {
  readonly mark: ' ' | '+' | '-';
  readonly text: string;
}

/**
 * What changes between two YAML streams, object by object, for people: changed lines with the keys above them, and nothing else.
 *
 * An object that only one of the two has stands there in full.
 */
export function yamlDifference(before: string, after: string): string {
  const [old, made] = [documents(before), documents(after)];
  const names = [...new Set([...old.keys(), ...made.keys()])];
  return names
    .flatMap((name) => {
      const lines = withParents(changes(old.get(name) ?? '', made.get(name) ?? ''));
      return lines.length === 0 ? [] : [`  # ${name}\n${lines.map(({ mark, text }) => `${mark} ${text}\n`).join('')}`];
    })
    .join('');
}

function documents(stream: string): ReadonlyMap<string, string> {
  const texts = stream.split(/^---\n/m).filter((text) => text.trim() !== '');
  return new Map(texts.map((text) => [`${/^kind: (.*)$/m.exec(text)?.[1]} ${/^ {2}name: (.*)$/m.exec(text)?.[1]}`, text]));
}

function changes(before: string, after: string): readonly Line[] {
  return diffLines(before, after).flatMap(({ value, added, removed }) => {
    const mark = added ? '+' : removed ? '-' : ' ';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): Line => ({ mark, text }));
  });
}

/** Changed lines, and of the others those that a changed one is nested in. */
function withParents(lines: readonly Line[]): readonly Line[] {
  const kept = new Set<number>();
  lines.forEach(({ mark }, i) => {
    if (mark === ' ') return;
    kept.add(i);
    let depth = indent(lines[i]);
    for (let above = i - 1; above >= 0 && depth > 0; above--) {
      if (indent(lines[above]) >= depth || ![' ', mark].includes(lines[above]?.mark ?? '')) continue;
      depth = indent(lines[above]);
      kept.add(above);
    }
  });
  return lines.filter((_, i) => kept.has(i));
}

function indent(line: Line | undefined): number {
  return (line?.text.length ?? 0) - (line?.text.trimStart().length ?? 0);
}
