/** A count or a percentage that comes to nothing. */
export function isPercentZero(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && /^0+%$/.test(value));
}
