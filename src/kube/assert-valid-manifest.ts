import { ConfigError } from '../base/config-error';
import { pathText } from '../base/value-path';
import { Schemas } from '../schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../schema/validate-object';
import type { CustomObject } from './kube-object';

const schemas = new Schemas();

/**
 * Refuses an object that the API server would not take, under a code: for parts of manifests that a construct passes on as they were given.
 *
 * Their types say little of them: which text is an operator, which number is a port. The schema of the object knows.
 */
export function assertValidManifest(code: string, where: string, object: Pick<CustomObject, 'apiVersion' | 'kind' | 'metadata'>): void {
  const [found] = validateObject(schemas, object as unknown as AnyObject).findings;
  if (found === undefined) return;
  throw new ConfigError(code, { where, what: `${pathText(found.path)} of the ${object.kind} ${found.what}`, fix: found.fix });
}
