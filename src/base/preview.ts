/** A value of any kind as a message shows it, in at most 80 characters. Never throws, whatever the value holds. */
export function preview(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : plainText(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/** A value as "got …" shows it: without what objects and lists hold, which may be a secret. */
export function describeType(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === undefined || value === null || typeof value === 'function') return preview(value);
  if (typeof value !== 'object') return `${typeof value} ${preview(value)}`;
  const maker = className(value);
  return typeof maker === 'string' && /^[A-Z]\w*$/.test(maker) && maker !== 'Object' ? `a ${maker}` : 'an object';
}

function className(value: object): unknown {
  try {
    return Object.getPrototypeOf(value)?.constructor?.name;
  } catch {
    return undefined; // a proxy
  }
}

function plainText(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return value.message;
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    return 'an object';
  }
}

/** The path of a field: `env.HOME`, `labels["a/b"]`. */
export function keyPath(path: string, key: string): string {
  if (/^\w+$/.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${preview(key)}]`;
}
