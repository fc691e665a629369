import type { Place } from '../manifest/reader/yaml-document';
import { pathText, type SchemaFinding, type ValuePath } from '../schema/schema-finding';
import type { CheckedObject } from './index/checked-object';

/** An error stops `render` and fails `check`; a warning is printed. */
export type Severity = 'error' | 'warning';

/** A place in a file of source code. */
export interface SourcePlace extends Place {
  /** Relative to the working directory. */
  readonly file: string;
}

/** Something in an object, or in a file that holds none, that somebody should fix or know. */
export interface Finding {
  /** Stable name of the rule: `schema.unknown`, `pod.image`. */
  readonly code: string;
  readonly severity: Severity;
  /** Left out when a file could not be read as objects. */
  readonly object?: CheckedObject;
  readonly file?: string;
  readonly place?: Place;
  /** The construct that it is about, when that is no object. */
  readonly construct?: string;
  /** The line of source that made that construct, then those around it. */
  readonly madeAt?: readonly SourcePlace[];
  /** The way to the value; empty for the whole object. */
  readonly path: ValuePath;
  /** What is wrong, as a sentence that goes on after the path. */
  readonly what: string;
  readonly fix: string;
  /** Why the rule is there, as an address to read on. */
  readonly source?: string;
}

/** What is wrong, with the path in front: `spec.replicas is "3", and a whole number belongs there`. */
export function findingText({ path, what }: Pick<Finding, 'path' | 'what'>): string {
  return path.length === 0 ? what : `${pathText(path)} ${what}`;
}

/** A finding of the schema check. */
export function schemaFinding(object: CheckedObject, { code, path, what, fix }: SchemaFinding): Finding {
  return { code, severity: 'error', object, file: object.file, path, what, fix };
}
