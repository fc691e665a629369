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
