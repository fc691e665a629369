import { type FilePosition, type Finding, legitimateLines, madeAtOf, positionOf, statementText } from '../../base/finding';
import { positionText, titleOf } from './findings-by-object';

/**
 * Annotations of a pull request, one line each.
 *
 * They appear where people edit: at the line of source that made the object, when that is known, with the position in the YAML in the message.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportGithub(findings: readonly Finding[]): string {
  return findings.map(annotation).join('');
}

function annotation(finding: Finding): string {
  const { severity, code, fix } = finding;
  const source = inRepository(madeAtOf(finding));
  const file = source?.file ?? finding.subject?.file;
  const position = source ?? positionOf(finding);
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(position === undefined ? [] : [`line=${position.line}`, `col=${position.column}`]),
    `title=${property(code)}`,
  ];
  const title = titleOf(finding);
  const yaml = source === undefined ? undefined : positionText(finding);
  const lines = [`${title === undefined ? '' : `${title}: `}${statementText(finding)}`, ...(yaml === undefined ? [] : [`at ${yaml}`])];
  return `::${severity} ${properties.join(',')}::${message([...lines, `fix: ${fix}`, ...legitimateLines(finding)].join('\n'))}\n`;
}

/** The nearest line that a pull request can show. */
function inRepository(positions: readonly FilePosition[]): FilePosition | undefined {
  return positions.find(({ file }) => !file.startsWith('..'));
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
