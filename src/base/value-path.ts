/** Keys and list indexes that lead to a value. */
export type ValuePath = readonly (string | number)[];

/** A path as people write it: `spec.containers[0].ports`, `metadata.annotations["example.com/owner"]`. */
export function pathText(path: ValuePath = []): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w$-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
