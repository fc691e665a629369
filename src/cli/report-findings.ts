import pc from 'picocolors';
import type { Finding } from '../check/finding';
import { findingText } from '../check/finding';
import { countText, findingsByObject, madeAtOf, madeAtText, placeText } from './findings-by-object';
import { reportGithub } from './report-github';
import { reportJunit } from './report-junit';
import { reportMarkdown } from './report-markdown';
import { reportSarif } from './report-sarif';

/** The forms of a report. `text` is for people on a terminal. */
export const FORMATS = ['text', 'markdown', 'json', 'sarif', 'junit', 'github'] as const;
export type ReportFormat = (typeof FORMATS)[number];

/** A report of findings in one of the forms. */
export function reportFindings(findings: readonly Finding[], format: ReportFormat): string {
  switch (format) {
    case 'text':
      return reportText(findings);
    case 'markdown':
      return reportMarkdown(findings);
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

/** More findings of one object than this are counted, not shown. */
const MAX_SHOWN = 20;

function reportText(findings: readonly Finding[]): string {
  const groups = findingsByObject(findings).map(({ title, construct, madeAt, findings: list }) => {
    const made = madeAtText(madeAt);
    const line = made === undefined ? '' : `  ${pc.dim(`made at ${made}`)}\n`;
    const head = `${pc.bold(title)}${construct === undefined ? '' : pc.dim(`  ${construct}`)}\n${line}`;
    const shown = list.slice(0, MAX_SHOWN).map((finding) => {
      const mark = finding.severity === 'error' ? pc.red('error') : pc.yellow('warning');
      const place = placeText(finding);
      const at = place === undefined ? '' : `    ${pc.dim(`at ${place}`)}\n`;
      return `  ${mark}  ${findingText(finding)}\n${at}    fix: ${finding.fix} ${pc.dim(`[${finding.code}]`)}\n`;
    });
    const more = list.length > MAX_SHOWN ? `  … ${list.length - MAX_SHOWN} more\n` : '';
    return `${head}${shown.join('')}${more}`;
  });
  return findings.length === 0 ? '' : `${groups.join('')}${countText(findings)}\n`;
}

/** One finding as plain data. */
export function findingData(finding: Finding): object {
  const { code, severity, object, path, what, fix, source } = finding;
  const made = madeAtOf(finding);
  const [file, line, column] = /^(.*):(\d+):(\d+)$/.exec(placeText(finding) ?? '')?.slice(1) ?? [placeText(finding)];
  return {
    code,
    severity,
    object: object && {
      apiVersion: object.manifest.apiVersion,
      kind: object.manifest.kind,
      namespace: object.namespace,
      name: object.name,
    },
    construct: object?.construct ?? finding.construct,
    madeAt: made.length === 0 ? undefined : made,
    file,
    line: line && Number(line),
    column: column && Number(column),
    path,
    what,
    fix,
    source,
  };
}
