import { objectTitle } from '../check/checked-object';
import type { Finding } from '../check/finding';
import { findingText } from '../check/finding';
import { RULES } from '../check/rules';
import { placeOf } from './findings-by-object';

/**
 * For code scanning.
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
    help: { text: rule.fix },
    helpUri: rule.source,
  };
}

function resultData(finding: Finding, codes: readonly string[]): object {
  const { code, severity, object, fix } = finding;
  const file = object?.file ?? finding.file;
  const place = placeOf(finding);
  const region = place && { startLine: place.line, startColumn: place.column };
  const title = object === undefined ? '' : `${objectTitle(object)}: `;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: `${title}${findingText(finding)}. Fix: ${fix}` },
    locations:
      file === undefined
        ? []
        : [{ physicalLocation: { artifactLocation: { uri: uri(file) }, region }, logicalLocations: logical(object?.construct) }],
  };
}

function logical(construct: string | undefined): object[] | undefined {
  return construct === undefined ? undefined : [{ fullyQualifiedName: construct }];
}

function uri(file: string): string {
  return file.split(/[\\/]/).map(encodeURIComponent).join('/');
}
