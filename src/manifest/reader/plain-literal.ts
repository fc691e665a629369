import { NOT_PLAIN, type PlainLines } from './plain-lines';

/** A text of several lines below `|`, `|-` or `|+`; the lines then stand at what follows it. */
export function plainLiteral(lines: PlainLines, from: number, indent: number): string {
  const header = lines.text.slice(from, lines.trimmedEnd());
  if (header !== '|' && header !== '|-' && header !== '|+') throw NOT_PLAIN;
  const block = literalLines(lines, indent);
  let last = block.length;
  while (last > 0 && block[last - 1] === '') last -= 1;
  if (last === 0) throw NOT_PLAIN;
  const body = block.slice(0, last).join('\n');
  if (header === '|-') return body;
  return header === '|+' ? body + '\n'.repeat(block.length - last + 1) : `${body}\n`;
}

/** The lines that are indented further than their key, without what all of them are indented. */
function literalLines(lines: PlainLines, indent: number): string[] {
  const block: string[] = [];
  let width = -1;
  for (lines.step(); lines.indent >= 0; lines.step()) {
    const isBlank = lines.start === lines.end;
    if (isBlank) {
      if (lines.indent > Math.max(width, 0)) throw NOT_PLAIN;
      // Spaces at the end of the text are no line.
      if (lines.end < lines.text.length) block.push('');
      continue;
    }
    if (lines.indent <= indent) break;
    if (width < 0) width = lines.indent;
    if (lines.indent < width) throw NOT_PLAIN;
    block.push(lines.text.slice(lines.start - (lines.indent - width), lines.end));
  }
  lines.settle();
  return block;
}
