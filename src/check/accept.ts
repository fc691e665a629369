import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { checkQualifiedKey } from '../base/names';
import { validateArguments } from '../base/validate-props';
import { labelContext } from '../kube/label-context';
import { ownKey } from '../kube/labels';

/**
 * Accepts what a rule finds in one construct's objects, with the reason that a reviewer will read.
 *
 * It becomes an annotation of each object that the construct has made so far: the reason stands in Git beside the thing itself. Findings of
 * the schema check cannot be accepted, because the API server would not.
 */
export function accept(construct: Construct, code: string, reason: string): void {
  validateArguments('accept', [construct, code, reason]);
  const key = ownKey(labelContext(construct), 'accept', code);
  checkQualifiedKey('accept.code', construct.node.path, key);
  if (reason.trim() === '') {
    throw new ConfigError('accept.reason', {
      where: construct.node.path,
      what: `${code} is accepted without a reason`,
      fix: 'say why, in a few words',
    });
  }
  for (const each of construct.node.findAll()) if (ApiObject.isApiObject(each)) each.metadata.addAnnotation(key, reason);
}
