import { POD_KINDS } from '../../../src/check/index/pods';
import type { EnforceableRule } from '../../../src/check/policy/rule-policy';

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
