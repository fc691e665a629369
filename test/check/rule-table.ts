import { adviceOf, type Rule } from '../../src/check/rule';

/** The rules as the table of `docs/check.md`. */
export function ruleTable(rules: readonly Rule[]): string {
  const rows = [...rules]
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map((rule) => {
      const { code, severity, title, reason, source } = rule;
      const read = source === undefined ? '' : ` [more](${source})`;
      return `| \`${code}\` | ${severity} | ${title} | ${reason}${read} | ${adviceOf(rule)} |`;
    });
  return ['| code | severity | what it finds | why | fix |', '|---|---|---|---|---|', ...rows]
    .map((row) => row.replaceAll('"*"', '"\\*"'))
    .join('\n');
}
