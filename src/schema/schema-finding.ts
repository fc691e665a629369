import type { Finding, FindingSubject } from '../base/finding';
import type { ValuePath } from '../base/value-path';
import { manifestTitle } from '../manifest/object-identity';
import type { Fields } from './plain-access';

/** The codes of the schema check; `docs/check.md` lists them. */
export type SchemaCode =
  | 'schema.choice'
  | 'schema.duplicate'
  | 'schema.enum'
  | 'schema.format'
  | 'schema.length'
  | 'schema.metadata'
  | 'schema.pattern'
  | 'schema.range'
  | 'schema.required'
  | 'schema.rule'
  | 'schema.type'
  | 'schema.unknown';

/** A finding of the schema check: everything that an API server would refuse in one object is an error. */
export function schemaFinding(subject: FindingSubject, code: SchemaCode, path: ValuePath, what: string, fix: string): Finding {
  return { code, severity: 'error', where: manifestTitle(subject.manifest ?? {}), path, what, fix, subject };
}

/** Reports that the server's own validation refuses a value. */
export type Report = (path: ValuePath, what: string, fix: string) => void;

/** What the API server checks in code: how the fields of one object fit each other. */
export type Semantics = (object: Fields, report: Report) => void;

/** A value in a message: short, and never more than one line. */
export function valueText(value: unknown): string {
  const text =
    typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'a map') : (JSON.stringify(value) ?? String(value));
  return text.length <= 80 ? text : `${text.slice(0, 76)}…"`;
}
