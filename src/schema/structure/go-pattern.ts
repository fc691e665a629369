const COMPILED = new Map<string, RegExp | undefined>();

/**
 * A pattern as the API server reads it: Go's RE2 syntax. Undefined for one that JavaScript cannot express; it is then not checked.
 *
 * Such are flags that change in the middle. Those at the beginning, `\A`, `\z`, `\Q…\E`-free text and POSIX classes are translated.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function goPattern(pattern: string): RegExp | undefined {
  if (COMPILED.has(pattern)) return COMPILED.get(pattern);
  const compiled = compile(pattern);
  COMPILED.set(pattern, compiled);
  return compiled;
}

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\t\\n\\v\\f\\r ',
  xdigit: '0-9A-Fa-f',
  word: '0-9A-Za-z_',
  punct: '!-\\/:-@\\[-`{-~',
};

function compile(pattern: string): RegExp | undefined {
  const [, anchor = '', flags = '', body = ''] = /^(\^?)(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
  const source = (anchor + body)
    .replace(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole)
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\(\?P</g, '(?<');
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(source, flags + unicode);
    } catch {
      // With the Unicode flag JavaScript refuses escapes that Go takes, such as "\-"; without it, it takes them.
    }
  }
  return undefined;
}
