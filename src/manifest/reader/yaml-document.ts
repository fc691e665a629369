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

/** Where something stands in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of one text into places. */
export class LineStarts {
  private readonly starts = [0];

  constructor(private readonly text: string) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.starts.push(end + 1);
  }

  /** The place of an offset; of the end of the text for one behind it. */
  placeAt(offset: number): Place {
    const at = Math.min(offset, this.text.length);
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.starts[low] as number) + 1 };
  }
}

/** Keys and list positions that lead to a value. */
export type DataPath = readonly (string | number)[];

/** Where the fields and items of plain data begin in the text that they were read from. */
export class Marks {
  private readonly offsets = new Map<object, Map<string | number, number>>();

  /** Remembers where a field, by its name, or an item of a list begins. */
  set(container: object, key: string | number, offset: number): void {
    const known = this.offsets.get(container);
    if (known === undefined) this.offsets.set(container, new Map([[key, offset]]));
    else known.set(key, offset);
  }

  /** Where a value begins; for one that is missing, where the nearest thing around it does. */
  offsetOf(data: unknown, offset: number, path: DataPath): number {
    let value = data;
    let found = offset;
    for (const key of path) {
      const mark = typeof value === 'object' && value !== null ? this.offsets.get(value)?.get(key) : undefined;
      if (mark === undefined) break;
      found = mark;
      value = (value as Readonly<Record<string | number, unknown>>)[key];
    }
    return found;
  }
}
