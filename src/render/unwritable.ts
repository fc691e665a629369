import type { ApiObject } from 'cdk8s';
import { ConfigError } from '../base/config-error';

/** The error of an object that cannot be written without loss. */
export function unwritable(construct: ApiObject, reason: string, cause: unknown): ConfigError {
  return new ConfigError('render.serialize', {
    where: construct.node.path,
    what: `the object cannot be written as data: ${reason}`,
    fix: 'look at the props, comments and JSON patches of this construct',
    cause,
  });
}
