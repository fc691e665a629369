/** A value of any kind as a message shows it, in at most 80 characters. Never throws, whatever the value holds. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : plainText(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

function plainText(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    return 'an object';
  }
}
