import ts from 'typescript';
import type { PropSchema } from '../../src/base/prop-schema';

/** What the doc comment of a prop, a type or a factory adds to its schema. */
export function documented(checker: ts.TypeChecker, symbols: readonly (ts.Symbol | undefined)[]): PropSchema {
  const declared = symbols.flatMap((symbol) => symbol ?? []);
  const texts = declared.map((symbol) => plainText(ts.displayPartsToString(symbol.getDocumentationComment(checker))));
  const text = texts.find((each) => each !== '') ?? '';
  // The first that has the tag: in a union of props, one member may have the example for all.
  const tag = (name: string) =>
    declared
      .map((symbol) => symbol.getJsDocTags(checker).filter((each) => each.name === name))
      .find((tags) => tags.length > 0)
      ?.map((each) => ts.displayPartsToString(each.text).trim()) ?? [];
  const [fallback] = tag('default').map(plainText);
  const examples = tag('example').map((example) => example.replace(/^`|`$/g, ''));
  const value = fallback === undefined ? undefined : jsonValue(fallback);
  const description = [
    ...(text === '' ? [] : [text]),
    ...(fallback !== undefined && value === undefined ? [`Default: ${fallback.replace(/^- /, '')}.`] : []),
  ].join('\n\n');
  return {
    ...(description === '' ? {} : { description }),
    ...(value === undefined ? {} : { default: value }),
    ...(examples.length === 0 ? {} : { 'x-example': examples.join(' or ') }),
  };
}

/** Without links and with one line a paragraph. */
function plainText(text: string): string {
  return text
    .replace(/\{@link(?:code|plain)? ([^}|]+?)(?:\s*\|[^}]*)?\}/g, '`$1`')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim())
    .join('\n\n');
}

/** A default that is a value and no sentence. */
function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^'(.*)'$/, '"$1"'));
  } catch {
    return undefined;
  }
}
