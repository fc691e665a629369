import type { Finding, SourcePlace } from '../check/finding';
import { findingText } from '../check/finding';
import { madeAtOf, placeOf, placeText, titleOf } from './findings-by-object';

/**
 * Annotations of a pull request, one line each.
 *
 * They stand where people edit: at the line of source that made the object, when that is known, with the place in the YAML in the message.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportGithub(findings: readonly Finding[]): string {
  return findings.map(annotation).join('');
}

function annotation(finding: Finding): string {
  const { severity, code, fix } = finding;
  const source = inRepository(madeAtOf(finding));
  const file = source?.file ?? finding.object?.file ?? finding.file;
  const place = source ?? placeOf(finding);
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(place === undefined ? [] : [`line=${place.line}`, `col=${place.column}`]),
    `title=${property(code)}`,
  ];
  const title = titleOf(finding);
  const yaml = source === undefined ? undefined : placeText(finding);
  const lines = [`${title === undefined ? '' : `${title}: `}${findingText(finding)}`, ...(yaml === undefined ? [] : [`at ${yaml}`])];
  return `::${severity} ${properties.join(',')}::${message(`${lines.join('\n')}\nfix: ${fix}`)}\n`;
}

/** The nearest line that a pull request can show. */
function inRepository(places: readonly SourcePlace[]): SourcePlace | undefined {
  return places.find(({ file }) => !file.startsWith('..'));
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
