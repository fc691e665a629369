import { fieldsAt, textAt } from '../schema/plain-access';
import type { CheckedObject } from './checked-object';

/** The prefix of annotations that accept a finding: `accept.cdk8s-mlops/pod.host-path: <reason>`. */
const PREFIX = 'accept.cdk8s-mlops/';

/** The annotation that accepts what a rule finds. */
export function acceptanceKey(code: string): string {
  return `${PREFIX}${code}`;
}

/** Whether an object accepts a rule's findings. */
export function accepts({ manifest }: CheckedObject, code: string): boolean {
  return (textAt(manifest, 'metadata', 'annotations', acceptanceKey(code)) ?? '').trim() !== '';
}

/** Codes that an object accepts, with the reasons; a reason may be empty, and then counts for nothing. */
export function acceptedCodes({ manifest }: CheckedObject): ReadonlyMap<string, string> {
  const annotations = fieldsAt(manifest, 'metadata', 'annotations');
  const accepting = Object.keys(annotations).filter((key) => key.startsWith(PREFIX));
  return new Map(accepting.map((key) => [key.slice(PREFIX.length), String(annotations[key])]));
}
