import { createHash } from 'node:crypto';

/** Hexadecimal digits of a content hash: two specs of one job meet by chance once in four thousand million. */
export const HASH_LENGTH = 8;

/** A short hash of plain data: the same for equal data, whatever the order of its keys. Fields without a value do not count. */
export function contentHash(data: unknown): string {
  return createHash('sha256').update(canonicalJson(data)).digest('hex').slice(0, HASH_LENGTH);
}

/** JSON with sorted keys and no white space. The order of lists counts: it means something to Kubernetes. */
export function canonicalJson(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (data === null || typeof data !== 'object') return JSON.stringify(data);
  const fields = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`);
  return `{${fields.join(',')}}`;
}
