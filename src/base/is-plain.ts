/**
 * An object without a class; some parsers make theirs without a prototype.
 *
 * By shape, not by identity: data of another realm (a worker, a test's sandbox) has another Object.prototype.
 */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
