/** CEL over several lines, without the indentation that it has in the source. */
export function cel(parts: TemplateStringsArray, ...values: readonly string[]): string {
  const lines = String.raw(parts, ...values)
    .replace(/^\n|\n *$/g, '')
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n');
}

/** A list that may be missing or null, as some that are empty are for an API server. */
export function celList(owner: string, field: string): string {
  return `(has(${owner}.${field}) && ${owner}.${field} != null ? ${owner}.${field} : [])`;
}

/** A text as CEL writes it. */
export function celText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\p{Cc}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}

/** A list of texts as CEL writes it. */
export function celWords(texts: readonly string[]): string {
  return `[${texts.map(celText).join(', ')}]`;
}

/** The same with one text a line. */
export function celTexts(texts: readonly string[]): string {
  return `[\n${texts.map((text) => `  ${celText(text)}`).join(',\n')}\n]`;
}
