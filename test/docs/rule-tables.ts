import { POD_KINDS } from '../../src/check/index/pods';
import type { EnforceableRule } from '../../src/check/rule';
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

/** The rules as the table of `docs/cluster-policies.md`. */
export function policyTable(rules: readonly EnforceableRule[]): string {
  const rows = rules.map(({ code, title, severity, kinds = [], policy }) => {
    const all = POD_KINDS.every((kind) => kinds.includes(kind));
    const named = kinds.filter((kind) => !all || !POD_KINDS.includes(kind)).map((kind) => kind.slice(kind.indexOf('/') + 1));
    const looksAt = [...(all ? ['workloads'] : []), ...named].join(', ');
    return `| \`${code}\` | ${title.replaceAll('"*"', '"\\*"')} | ${looksAt} | ${severity === 'error' ? 'denied' : 'warned of'} | ${policy.leaves ?? ''} |`;
  });
  return ['| code | what it finds | in | without `action` | left to `check` |', '|---|---|---|---|---|', ...rows].join('\n');
}
