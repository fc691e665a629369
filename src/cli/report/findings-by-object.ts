import { type FilePosition, type Finding, madeAtOf, positionOf } from '../../base/finding';

/** The findings of one object, of one construct, or of one file that could not be read. */
export interface FindingGroup {
  /** `Deployment.apps scoring/scorer`, a construct path, or a file. */
  readonly title: string;
  /** The construct that made the object. */
  readonly construct?: string;
  readonly madeAt: readonly FilePosition[];
  readonly file?: string;
  readonly findings: readonly Finding[];
}

/** Groups findings by object: the object with the most errors first, its errors before its warnings. */
export function findingsByObject(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<unknown, Finding[]>();
  for (const finding of findings) {
    const key = finding.subject?.manifest ?? finding.where;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const errors = (list: readonly Finding[]) => list.filter(({ severity }) => severity === 'error').length;
  return [...groups.values()]
    .map((list) => [...list].sort((left, right) => (left.severity === right.severity ? 0 : left.severity === 'error' ? -1 : 1)))
    .sort((left, right) => errors(right) - errors(left) || right.length - left.length)
    .map((list) => {
      const first = list[0] as Finding;
      const { where, subject } = first;
      const construct = subject?.construct === where ? undefined : subject?.construct;
      return { title: where, construct, madeAt: madeAtOf(first), file: subject?.file, findings: list };
    });
}

/** The object or construct of a finding: `Deployment.apps scoring/scorer`; undefined when it is about a file. */
export function titleOf({ where, subject }: Finding): string | undefined {
  return subject?.file === where ? undefined : where;
}

/** `dist/prod/a.yaml:12:7`. */
export function positionText(finding: Finding): string | undefined {
  const file = finding.subject?.file;
  const position = file === undefined ? undefined : positionOf(finding);
  return position === undefined ? file : `${file}:${position.line}:${position.column}`;
}

/** `3 errors, 1 warning`. */
export function countText(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}
