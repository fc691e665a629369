import { fieldsAt } from '../../schema/plain-access';
import type { CheckedObject } from './checked-object';

/**
 * An annotation that accepts a finding: `accept.cdk8s-mlops/pod.host-path: <reason>`.
 *
 * Any label domain counts: `check` reads trees of several apps, and of apps that it does not run.
 */
const ACCEPTANCE = /^accept\.[^/]+\/(?<code>[a-z][A-Za-z0-9-]*\.[A-Za-z0-9.-]+)$/;

/** A finding that an object accepts. An empty reason does not count. */
interface Acceptance {
  /** The annotation's key. */
  readonly key: string;
  readonly code: string;
  readonly reason: string;
}

/** Whether an object accepts a rule's findings. */
export function accepts(object: CheckedObject, code: string): boolean {
  return acceptances(object).some((each) => each.code === code && each.reason.trim() !== '');
}

/** The findings that an object accepts. */
export function acceptances({ manifest }: CheckedObject): readonly Acceptance[] {
  return Object.entries(fieldsAt(manifest, 'metadata', 'annotations')).flatMap(([key, reason]) => {
    const code = ACCEPTANCE.exec(key)?.groups?.code;
    return code === undefined ? [] : [{ key, code, reason: String(reason) }];
  });
}
