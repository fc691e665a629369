import { objectTitle } from '../check/checked-object';
import type { Finding } from '../check/finding';
import { findingText } from '../check/finding';
import { placeOf } from './findings-by-object';

/**
 * Annotations of a pull request, one line each.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportGithub(findings: readonly Finding[]): string {
  return findings.map(annotation).join('');
}

function annotation(finding: Finding): string {
  const { severity, object, code, fix } = finding;
  const file = object?.file ?? finding.file;
  const place = placeOf(finding);
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(place === undefined ? [] : [`line=${place.line}`, `col=${place.column}`]),
    `title=${property(code)}`,
  ];
  const title = object === undefined ? '' : `${objectTitle(object)}: `;
  return `::${severity} ${properties.join(',')}::${message(`${title}${findingText(finding)}\nfix: ${fix}`)}\n`;
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
