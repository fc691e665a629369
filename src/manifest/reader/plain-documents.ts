import type { Marks } from './marks';
import { PlainBlocks } from './plain-blocks';
import { NOT_PLAIN, PlainLines } from './plain-lines';
import type { YamlDocument } from './yaml-document';

/**
 * The documents of a YAML text that is plain: block maps and lists, values on one line, texts as `|` blocks. That is how manifests are
 * written, by people and by this library, and it is read many times as fast as all of YAML.
 *
 * Undefined for a text that holds anything else, or that may be wrong: the YAML library then reads it, and says what is wrong and where.
 *
 * @param marks takes down where each field and item begins.
 */
export function plainDocuments(text: string, marks?: Marks): readonly YamlDocument[] | undefined {
  if (text.includes('\t') || text.includes('\r') || text.startsWith('\uFEFF')) return undefined;
  try {
    return documentsOf(new PlainLines(text), marks);
  } catch (reason) {
    if (reason === NOT_PLAIN) return undefined;
    throw reason;
  }
}

function documentsOf(lines: PlainLines, marks: Marks | undefined): YamlDocument[] {
  const blocks = new PlainBlocks(lines, marks);
  const documents: YamlDocument[] = [];
  while (lines.indent >= 0) {
    const offset = lines.start;
    if (lines.isMarker()) {
      if (lines.trimmedEnd() !== offset + 3) throw NOT_PLAIN;
      lines.advance();
    } else if (documents.length > 0) throw NOT_PLAIN;
    if (lines.indent > 0) throw NOT_PLAIN;
    const isEmpty = lines.indent < 0 || lines.isMarker();
    documents.push(isEmpty ? { data: null, offset } : { offset: lines.start, data: blocks.block() });
  }
  return documents;
}
