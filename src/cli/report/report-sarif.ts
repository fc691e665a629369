import { type FilePosition, type Finding, madeAtOf, positionOf, statementText } from '../../base/finding';
import { adviceOf } from '../../check/rule';
import { RULES } from '../../check/rules/all-rules';
import { titleOf } from './findings-by-object';

/**
 * For code scanning.
 *
 * An alert is placed at the value in the YAML, which a change of it touches; the message links to the source that made the object. Without
 * YAML, it is placed at the source.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif(findings: readonly Finding[]): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const run = {
    tool: { driver: { name: 'cdk8s-mlops', rules: codes.map(ruleData) } },
    results: findings.map((finding) => resultData(finding, codes)),
  };
  const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function ruleData(code: string): object {
  const rule = RULES.find((each) => each.code === code);
  if (rule === undefined) return { id: code };
  return {
    id: code,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.reason },
    help: { text: adviceOf(rule) },
    helpUri: rule.source,
  };
}

function resultData(finding: Finding, codes: readonly string[]): object {
  const { code, severity, subject } = finding;
  const file = subject?.file;
  const title = titleOf(finding);
  const made = madeAtOf(finding);
  const first = file === undefined ? made[0] : { file, ...positionOf(finding) };
  const related = file === undefined ? made.slice(1) : made;
  const links = related.map(({ file: name, line }, index) => `[${name}:${line}](${index + 1})`).join(', from ');
  const text = `${title === undefined ? '' : `${title}: `}${statementText(finding)}. Fix: ${adviceOf(finding)}`;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: links === '' ? text : `${linkless(text)}. Made at ${links}` },
    locations: first === undefined ? [] : [{ ...location(first), logicalLocations: logical(subject?.construct) }],
    relatedLocations: related.length === 0 ? undefined : related.map((position, index) => ({ id: index + 1, ...location(position) })),
  };
}

/** A message with links has a syntax, in which brackets of the text are escaped. */
function linkless(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

function location({ file, line, column }: Partial<FilePosition> & { readonly file: string }): object {
  const region = line === undefined ? undefined : { startLine: line, startColumn: column };
  return { physicalLocation: { artifactLocation: { uri: uri(file) }, region } };
}

function logical(construct: string | undefined): object[] | undefined {
  return construct === undefined ? undefined : [{ fullyQualifiedName: construct }];
}

function uri(file: string): string {
  return file.split(/[\\/]/).map(encodeURIComponent).join('/');
}
