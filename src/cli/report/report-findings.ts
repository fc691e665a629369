import pc from 'picocolors';
import { type Finding, foldFindings, legitimateLines, madeAtOf, madeAtText, positionOf, statementText } from '../../base/finding';
import { countText, findingsByObject, positionText } from './findings-by-object';
import { reportGithub } from './report-github';
import { reportJunit } from './report-junit';
import { reportMarkdown } from './report-markdown';
import { reportSarif } from './report-sarif';

/** The forms of a report. `text` is for people on a terminal. */
export const FORMATS = ['text', 'markdown', 'json', 'sarif', 'junit', 'github'] as const;
export type ReportFormat = (typeof FORMATS)[number];

/** A report of findings. The forms for people (text and Markdown) fold long lists unless `verbose`; those for machines are complete. */
export function reportFindings(findings: readonly Finding[], format: ReportFormat, verbose = false): string {
  switch (format) {
    case 'text':
      return reportText(findings, verbose);
    case 'markdown':
      return reportMarkdown(findings, verbose);
    case 'json':
      return `${JSON.stringify({ findings: findings.map(findingData) }, null, 2)}\n`;
    case 'sarif':
      return reportSarif(findings);
    case 'junit':
      return reportJunit(findings);
    case 'github':
      return reportGithub(findings);
  }
}

function reportText(findings: readonly Finding[], verbose: boolean): string {
  if (findings.length === 0) return '';
  const { shown, more } = foldFindings(findings, verbose);
  const groups = findingsByObject(shown).map(({ title, construct, madeAt, findings: list }) => {
    const made = madeAtText(madeAt);
    const line = made === undefined ? '' : `  ${pc.dim(`made at ${made}`)}\n`;
    const head = `${pc.bold(title)}${construct === undefined ? '' : pc.dim(`  ${construct}`)}\n${line}`;
    return head + list.map(findingLines).join('');
  });
  const rest = more === undefined ? '' : `${more}; --verbose lists all\n`;
  return `${groups.join('')}${rest}${countText(findings)}\n`;
}

function findingLines(finding: Finding): string {
  const mark = finding.severity === 'error' ? pc.red('error') : pc.yellow('warning');
  const position = positionText(finding);
  const lines = [
    ...(position === undefined ? [] : [pc.dim(`at ${position}`)]),
    `fix: ${finding.fix} ${pc.dim(`[${finding.code}]`)}`,
    ...legitimateLines(finding),
  ];
  return `  ${mark}  ${statementText(finding)}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

/** One finding as plain data. */
export function findingData(finding: Finding): object {
  const { code, severity, where, subject, path = [], what, fix, legitimate, source } = finding;
  const manifest = subject?.manifest;
  const { name, namespace } = (manifest?.metadata ?? {}) as Readonly<Record<string, unknown>>;
  const made = madeAtOf(finding);
  return {
    code,
    severity,
    where,
    object: manifest && { apiVersion: manifest.apiVersion, kind: manifest.kind, namespace, name },
    construct: subject?.construct,
    madeAt: made.length === 0 ? undefined : made,
    file: subject?.file,
    ...(subject?.file === undefined ? {} : positionOf(finding)),
    path,
    what,
    fix,
    legitimate,
    source,
  };
}
