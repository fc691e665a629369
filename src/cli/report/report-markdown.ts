import { type Finding, foldFindings, madeAtText, statementText } from '../../base/finding';
import { adviceOf } from '../../check/rule';
import { countText, findingsByObject, positionText } from './findings-by-object';

/** For the comment of a pull request. */
export function reportMarkdown(findings: readonly Finding[], verbose: boolean): string {
  if (findings.length === 0) return 'No findings.\n';
  const { shown, more } = foldFindings(findings, verbose);
  const groups = findingsByObject(shown).map(({ title, construct, madeAt, findings: list }) => {
    const rows = list.map((finding) => {
      const position = positionText(finding);
      return `| ${finding.severity} | ${cell(statementText(finding))} | ${cell(adviceOf(finding))} | \`${finding.code}\` | ${position === undefined ? '' : code(position)} |`;
    });
    const head = `### ${inline(title)}${construct === undefined ? '' : ` (${code(construct)})`}`;
    const made = madeAtText(madeAt);
    const line = made === undefined ? [] : [`made at ${code(made)}`, ''];
    return [head, '', ...line, '| severity | finding | fix | code | where |', '|---|---|---|---|---|', ...rows, ''].join('\n');
  });
  const rest = more === undefined ? '' : `${more}; \`--verbose\` lists all\n\n`;
  return `${groups.join('\n')}\n${rest}${countText(findings)}\n`;
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
