import { pathText, type ValuePath } from './value-path';

/** An error stops `render` and fails `check`; a warning is printed. */
export type Severity = 'error' | 'warning';

/** A line and a column of a text, both counted from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** A position in a file. */
export interface FilePosition extends SourcePosition {
  /** Relative to the working directory. */
  readonly file: string;
}

/** What a finding is about, as data. Positions are computed when a report asks for them: most findings are only counted. */
export interface FindingSubject {
  /** The object, when it is about one. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** The path of the construct that made it: `prod/scoring/scorer`. */
  readonly construct?: string;
  /** The line of source that made the construct, then the lines that made the constructs around it. */
  readonly madeAt?: () => readonly FilePosition[];
  /** The file that holds it. */
  readonly file?: string;
  /** The position of a value in that file. */
  readonly positionOf?: (path: ValuePath) => SourcePosition | undefined;
}

/** A mistake or a risk in a configuration, from any check: schemas, rules, constructs, routes, release files, YAML. */
export interface Finding {
  /** The stable name of the rule: `schema.unknown`, `pod.image`, `BatchJob.queue`. */
  readonly code: string;
  /** Whether it stops `render` and fails `check`, or is only printed. */
  readonly severity: Severity;
  /** What it is about: a construct path (`prod/training/nightly`), an object (`Job.batch ml/nightly`), or a file (`releases/prod.yaml:12`). */
  readonly where: string;
  /** The path of the value in it. @default - the whole of it */
  readonly path?: ValuePath;
  /** What is wrong, with the value found; continues after the path, if there is one. Never a secret's value. */
  readonly what: string;
  /** The change that fixes it, as something to type. */
  readonly fix: string;
  /** When the finding is legitimate and can be accepted: `a driver needs it`. @default - it cannot be accepted */
  readonly legitimate?: string;
  /** The address of a page that explains the rule. */
  readonly source?: string;
  /** The same as `where`, as data for reports. */
  readonly subject?: FindingSubject;
}

/** Far more than a person reads. */
const MAX_TEXT_LENGTH = 1_500;

/** How many findings of one code a list for people shows. */
const SHOWN_PER_CODE = 20;

/** An error of a construct. */
export function errorFinding(code: string, props: Pick<Finding, 'where' | 'what' | 'fix'>): Finding {
  return { code, severity: 'error', where: props.where, what: props.what, fix: props.fix };
}

/** An error in a file. */
export function fileFinding(file: string, position: SourcePosition | undefined, props: Pick<Finding, 'code' | 'what' | 'fix'>): Finding {
  return { ...props, severity: 'error', where: file, subject: { file, positionOf: () => position } };
}

/** The position of a finding in its file. */
export function positionOf({ subject, path = [] }: Finding): SourcePosition | undefined {
  return subject?.positionOf?.(path);
}

/** The lines of source that made what a finding is about, the nearest first. */
export function madeAtOf({ subject }: Finding): readonly FilePosition[] {
  return subject?.madeAt?.() ?? [];
}

/** What a finding is about, with its position when that is a file: `releases/prod.yaml:12`, `rules.ts:2:53`. */
export function whereText(finding: Finding): string {
  const { where, subject } = finding;
  const position = subject?.file === where ? positionOf(finding) : undefined;
  if (position === undefined) return where;
  const { line, column } = position;
  return column === 1 ? `${where}:${line}` : `${where}:${line}:${column}`;
}

/** One finding as text: where, what, where it was made, how to fix it. */
export function findingText(finding: Finding): string {
  const { fix, code } = finding;
  const made = madeAtText(madeAtOf(finding));
  const lines = [
    `${whereText(finding)}: ${bounded(statementText(finding))}`,
    ...(made === undefined ? [] : [`made at ${made}`]),
    `fix: ${bounded(fix)} [${code}]`,
    ...legitimateLines(finding),
  ];
  return lines.join('\n  ');
}

/** What is wrong, with the path in front: `spec.replicas must be a whole number, got "3"`. */
export function statementText({ path = [], what }: Pick<Finding, 'path' | 'what'>): string {
  return path.length === 0 ? what : `${pathText(path)} ${what}`;
}

/** `legitimate when a driver needs it: accept it with the reason`; none for findings that cannot be accepted. */
export function legitimateLines({ legitimate }: Pick<Finding, 'legitimate'>): readonly string[] {
  return legitimate === undefined ? [] : [`legitimate when ${legitimate}: accept it with the reason`];
}

/** `charts/scorer.ts:14:5, from main.ts:20:3`; undefined when no line is known. */
export function madeAtText(positions: readonly FilePosition[]): string | undefined {
  return positions.length === 0 ? undefined : positions.map(({ file, line, column }) => `${file}:${line}:${column}`).join(', from ');
}

/** A list of findings for people: the first of each code, and how many more there are. */
export interface FoldedFindings {
  readonly shown: readonly Finding[];
  /** `… 1576 more: 1576 render.duplicate`; undefined when all are shown. */
  readonly more?: string;
}

/** Folds a long list: a frequent code never hides a rare one. */
export function foldFindings(findings: readonly Finding[], verbose = false): FoldedFindings {
  if (verbose) return { shown: findings };
  const counts = new Map<string, number>();
  const shown = findings.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= SHOWN_PER_CODE;
  });
  if (shown.length === findings.length) return { shown };
  const hidden = [...counts].filter(([, count]) => count > SHOWN_PER_CODE).map(([code, count]) => `${count - SHOWN_PER_CODE} ${code}`);
  return { shown, more: `… ${findings.length - shown.length} more: ${hidden.join(', ')}` };
}

/** Several findings as text, folded. */
export function findingsText(findings: readonly Finding[], verbose = false): string {
  const { shown, more } = foldFindings(findings, verbose);
  const end = more === undefined ? [] : [`${more}; cdk8s-mlops check --verbose lists all`];
  return [...shown.map(findingText), ...end].join('\n');
}

function bounded(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)}…`;
}
