import { type FilePosition, type Finding, legitimateLines, madeAtOf, madeAtText, statementText } from '../../base/finding';
import { findingsByObject, positionText } from './findings-by-object';

/** For test reports: one suite, one case an object with findings; warnings are no failures. */
export function reportJunit(findings: readonly Finding[]): string {
  const groups = findingsByObject(findings);
  const failures = findings.filter(({ severity }) => severity === 'error');
  const cases = groups.map(({ title, construct, madeAt, file, findings: list }) => {
    const texts = list.map((finding) =>
      finding.severity === 'error' ? failure(finding) : `      <system-out>${escaped(line(finding))}</system-out>`,
    );
    return [
      `    <testcase name="${escaped(title)}" classname="${escaped(construct ?? file ?? 'manifests')}"${source(madeAt[0])}>`,
      ...texts,
      '    </testcase>',
    ].join('\n');
  });
  const counts = `tests="${groups.length}" failures="${failures.length}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="cdk8s-mlops check" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ];
  return lines.join('\n');
}

function failure(finding: Finding): string {
  return `      <failure type="${escaped(finding.code)}" message="${escaped(statementText(finding))}">${escaped(line(finding))}</failure>`;
}

function line(finding: Finding): string {
  const position = positionText(finding);
  const made = madeAtText(madeAtOf(finding));
  const lines = [
    `${position === undefined ? '' : `${position}: `}${statementText(finding)}`,
    ...(made === undefined ? [] : [`made at ${made}`]),
    `fix: ${finding.fix} [${finding.code}]`,
    ...legitimateLines(finding),
  ];
  return lines.join('\n');
}

/** Attributes that GitLab and others turn into a link. */
function source(position: FilePosition | undefined): string {
  return position === undefined ? '' : ` file="${escaped(position.file)}" line="${position.line}"`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\n': '&#10;' };

/** XML has no way to write most control signs, so they are left out. */
function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it removes
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"'\n]/g, (sign) => ENTITIES[sign] ?? sign);
}
