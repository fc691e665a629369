import type { Rule } from '../../src/check/rule';

/** The rules as the table of `docs/check.md`. */
export function ruleTable(rules: readonly Rule[]): string {
  const rows = [...rules]
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map(({ code, severity, title, reason, fix, source }) => {
      const read = source === undefined ? '' : ` [more](${source})`;
      return `| \`${code}\` | ${severity} | ${title} | ${reason}${read} | ${fix} |`;
    });
  return ['| code | severity | what it finds | why | fix |', '|---|---|---|---|---|', ...rows]
    .map((row) => row.replaceAll('"*"', '"\\*"'))
    .join('\n');
}
