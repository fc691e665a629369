import type { Place } from './place';

/** One document of a YAML text. */
export interface YamlDocument {
  /** What it holds as plain data; null for nothing, undefined where there is a fault. */
  readonly data: unknown;
  /** Where its content begins in the text. */
  readonly offset: number;
  /** Why it cannot be read. */
  readonly fault?: YamlFault;
}

/** What keeps a document from being read. */
export interface YamlFault {
  readonly code: 'yaml.syntax' | 'yaml.size' | 'yaml.depth';
  readonly place: Place;
  readonly what: string;
  readonly fix: string;
}

/** A list in a list in a list: enough for any object, and far from the end of the stack. */
export const MAX_NESTING = 100;

/** A document that cannot be read. */
export function faultyDocument(fault: YamlFault): YamlDocument {
  return { data: undefined, offset: 0, fault };
}
