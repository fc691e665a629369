import type { ApiObject } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { identityText, type ObjectIdentity } from '../manifest/object-identity';

/**
 * Refuses values that YAML, JSON or the API server would lose or misread: `null`, `undefined`, numbers that are not finite, and whole
 * numbers beyond 2^53.
 *
 * Such a value usually comes from a JSON patch that gives a quantity as a bare number: the typed classes of cdk8s turn it into nothing, and
 * the pod is scheduled without the GPU it was to have (cdk8s#2163).
 */
export function refuseUnwritable(construct: ApiObject, object: ObjectIdentity, value: unknown): void {
  if (!isWritable(value)) explain(construct.node.path, object, value, '');
}

/** Whether a value is plain data that can be written as it is. Without keeping track of the place: it runs for every value of every object. */
export function isWritable(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return isWritableNumber(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.every(isWritable);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    if (!isWritable((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function isWritableNumber(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

function explain(where: string, object: ObjectIdentity, value: unknown, path: string): void {
  if (typeof value === 'number' && !isWritableNumber(value)) {
    const fix = 'use a number that 64-bit floating point holds exactly, or text';
    throw new ConfigError('render.number', { where, what: `${identityText(object)} has the number ${value} at ${path}`, fix });
  }
  if (value === null || value === undefined || typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') {
    const fix = 'leave the field out, or give it a value; in a JSON patch, write a quantity as k8s.Quantity.fromString("1")';
    throw new ConfigError('render.null', { where, what: `${identityText(object)} has ${String(value)} at ${path}`, fix });
  }
  if (typeof value !== 'object') return;
  for (const [key, field] of Object.entries(value)) {
    explain(where, object, field, `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`);
  }
}

/** The error of an object that cannot be written without loss. */
export function unwritable(construct: ApiObject, reason: string, cause: unknown): ConfigError {
  return new ConfigError('render.serialize', {
    where: construct.node.path,
    what: `the object cannot be written as data: ${reason}`,
    fix: 'look at the props, comments and JSON patches of this construct',
    cause,
  });
}
