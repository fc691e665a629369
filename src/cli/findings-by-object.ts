import type { Finding, SourcePlace } from '../check/finding';
import { objectTitle } from '../check/index/checked-object';
import type { Place } from '../manifest/reader/yaml-document';

/** The findings of one object, of one construct, or of one file that could not be read. */
export interface FindingGroup {
  /** `Deployment.apps scoring/scorer`, the path of the construct, or the file. */
  readonly title: string;
  /** The construct that made the object. */
  readonly construct?: string;
  readonly madeAt: readonly SourcePlace[];
  readonly file?: string;
  readonly findings: readonly Finding[];
}

/** Groups findings by object, the worst object first, its errors before its warnings. */
export function findingsByObject(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<unknown, Finding[]>();
  for (const finding of findings) {
    const key = finding.object ?? finding.construct ?? finding.file;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const errors = (list: readonly Finding[]) => list.filter(({ severity }) => severity === 'error').length;
  return [...groups.values()]
    .map((list) => [...list].sort((left, right) => (left.severity === right.severity ? 0 : left.severity === 'error' ? -1 : 1)))
    .sort((left, right) => errors(right) - errors(left) || right.length - left.length)
    .map((list) => {
      const first = list[0] as Finding;
      return {
        title: titleOf(first) ?? first.file ?? '',
        construct: first.object?.construct,
        madeAt: madeAtOf(first),
        file: first.object?.file ?? first.file,
        findings: list,
      };
    });
}

/** What a finding is about, when that is no file: `Deployment.apps scoring/scorer`, or the path of a construct. */
export function titleOf({ object, construct }: Finding): string | undefined {
  return object === undefined ? construct : objectTitle(object);
}

/** The line of source that made what a finding is about, then those around it. */
export function madeAtOf({ object, madeAt }: Finding): readonly SourcePlace[] {
  return madeAt ?? object?.madeAt?.() ?? [];
}

/** `charts/scorer.ts:14:5, from main.ts:20:3`; undefined when no line is known. */
export function madeAtText(places: readonly SourcePlace[]): string | undefined {
  return places.length === 0 ? undefined : places.map(({ file, line, column }) => `${file}:${line}:${column}`).join(', from ');
}

/** A finding of the library's own form, with those lines before its fix. */
export function withMadeAt(text: string, places: readonly SourcePlace[]): string {
  const made = madeAtText(places);
  if (made === undefined) return text;
  const fix = text.lastIndexOf('\n  fix: ');
  const end = fix === -1 ? text.length : fix;
  return `${text.slice(0, end)}\n  made at ${made}${text.slice(end)}`;
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
