import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { textAt, valueAt } from '../schema/plain-access';
import type { CheckedObject } from './checked-object';

/** The prefix of annotations that accept a finding: `accept.cdk8s-mlops/pod.host-path: <reason>`. */
const PREFIX = 'accept.cdk8s-mlops/';

/** The annotation that accepts what a rule finds. */
export function acceptanceKey(code: string): string {
  return `${PREFIX}${code}`;
}

/**
 * Accepts what a rule finds in one construct's objects, with the reason that a reviewer will read.
 *
 * It becomes an annotation of each object that the construct has made so far: the reason stands in Git beside the thing itself. Findings of
 * the schema check cannot be accepted, because the API server would not.
 */
export function accept(construct: Construct, code: string, reason: string): void {
  if (reason.trim() === '') {
    throw new ConfigError('check.accept', {
      where: construct.node.path,
      what: `${code} is accepted without a reason`,
      fix: 'say why, in a few words',
    });
  }
  for (const each of construct.node.findAll()) if (ApiObject.isApiObject(each)) each.metadata.addAnnotation(acceptanceKey(code), reason);
}

/** Whether an object accepts a rule's findings. */
export function accepts({ manifest }: CheckedObject, code: string): boolean {
  return (textAt(manifest, 'metadata', 'annotations', acceptanceKey(code)) ?? '').trim() !== '';
}

/** Codes that an object accepts, with the reasons; a reason may be empty, and then counts for nothing. */
export function acceptedCodes({ manifest }: CheckedObject): ReadonlyMap<string, string> {
  const annotations = Object.entries((valueAt(manifest, 'metadata', 'annotations') ?? {}) as object);
  return new Map(annotations.filter(([key]) => key.startsWith(PREFIX)).map(([key, reason]) => [key.slice(PREFIX.length), String(reason)]));
}
