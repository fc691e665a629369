import type { Finding, SourcePosition } from '../../base/finding';
import type { ValuePath } from '../../base/value-path';

/** One document of a YAML text. */
export interface YamlDocument {
  /** What it holds as plain data; null when it is empty, undefined when it cannot be read. */
  readonly data: unknown;
  /** Where its content begins in the text. */
  readonly offset: number;
  /** Why it cannot be read; its codes are `yaml.syntax`, `yaml.size` and `yaml.depth`. */
  readonly fault?: Finding;
}

/** How deep lists and maps may be nested: enough for any object, and far from a stack overflow. */
export const MAX_NESTING = 100;

/** A document that cannot be read. */
export function faultyDocument(fault: Finding): YamlDocument {
  return { data: undefined, offset: 0, fault };
}

/** Converts offsets in one text to lines and columns. */
export class LineStarts {
  private readonly starts = [0];

  constructor(private readonly text: string) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.starts.push(end + 1);
  }

  /** The position of an offset; an offset past the end counts as the end. */
  positionAt(offset: number): SourcePosition {
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
  offsetOf(data: unknown, offset: number, path: ValuePath): number {
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
