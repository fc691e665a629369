import { objectTitle } from '../check/checked-object';
import type { Finding, Place } from '../check/finding';

/** The findings of one object, or of one file that could not be read. */
export interface FindingGroup {
  /** `Deployment.apps scoring/scorer`, or the file. */
  readonly title: string;
  readonly construct?: string;
  readonly file?: string;
  readonly findings: readonly Finding[];
}

/** Groups findings by object, the worst object first, its errors before its warnings. */
export function findingsByObject(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<unknown, Finding[]>();
  for (const finding of findings) {
    const key = finding.object ?? finding.file;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const errors = (list: readonly Finding[]) => list.filter(({ severity }) => severity === 'error').length;
  return [...groups.values()]
    .map((list) => [...list].sort((left, right) => (left.severity === right.severity ? 0 : left.severity === 'error' ? -1 : 1)))
    .sort((left, right) => errors(right) - errors(left) || right.length - left.length)
    .map((list) => {
      const { object, file } = list[0] as Finding;
      return {
        title: object === undefined ? (file ?? '') : objectTitle(object),
        construct: object?.construct,
        file: object?.file ?? file,
        findings: list,
      };
    });
}

/** Where a finding stands; at the beginning of its object when the value itself is not there. */
export function placeOf({ place, object, path }: Finding): Place | undefined {
  return place ?? object?.placeOf?.(path);
}

/** `dist/prod/a.yaml:12:7`. */
export function placeText(finding: Finding): string | undefined {
  const file = finding.object?.file ?? finding.file;
  const place = placeOf(finding);
  return file === undefined || place === undefined ? file : `${file}:${place.line}:${place.column}`;
}

/** `3 errors, 1 warning`. */
export function countText(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
}
