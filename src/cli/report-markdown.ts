import type { Finding } from '../check/finding';
import { findingText } from '../check/finding';
import { countText, findingsByObject, madeAtText, placeText } from './findings-by-object';

/** For the comment of a pull request. */
export function reportMarkdown(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'No findings.\n';
  const groups = findingsByObject(findings).map(({ title, construct, madeAt, findings: list }) => {
    const rows = list.map((finding) => {
      const place = placeText(finding);
      return `| ${finding.severity} | ${cell(findingText(finding))} | ${cell(finding.fix)} | \`${finding.code}\` | ${place === undefined ? '' : code(place)} |`;
    });
    const head = `### ${inline(title)}${construct === undefined ? '' : ` (${code(construct)})`}`;
    const made = madeAtText(madeAt);
    const line = made === undefined ? [] : [`made at ${code(made)}`, ''];
    return [head, '', ...line, '| severity | finding | fix | code | where |', '|---|---|---|---|---|', ...rows, ''].join('\n');
  });
  return `${groups.join('\n')}\n${countText(findings)}\n`;
}

function cell(text: string): string {
  return inline(text).replaceAll('|', '\\|');
}

/** Markup in code is text, but for what ends it, or a cell. */
function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Text of a manifest is no markup. */
function inline(text: string): string {
  return text.replace(/[\\`*_<>[\]#]/g, '\\$&').replace(/\s+/g, ' ');
}
