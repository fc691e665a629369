import { fieldsAt, valueAt } from '../../schema/plain-access';
import type { CheckedObject } from '../checked-object';
import { podReferences } from '../pod-references';
import type { Rule } from '../rule';
import { POD_KINDS, podOf } from './each-container';

/** A key that is not there. */
export const referenceKey: Rule = {
  code: 'reference.key',
  severity: 'error',
  title: 'a key that the ConfigMap or Secret of that name does not have',
  reason: 'the container is never started, in CreateContainerConfigError, or its volume is never mounted',
  fix: 'fix the key, or add it; where the pod can do without, say optional: true',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions',
  kinds: POD_KINDS,
  *check(object, world) {
    const pod = podOf(object);
    if (pod === undefined) return;
    for (const { kind, name, keys } of podReferences(pod)) {
      const found = keys.length === 0 ? undefined : world.find(object, kind, name);
      const known = found && keysOf(found);
      if (known === undefined) continue;
      for (const { key, path } of keys)
        if (!known.has(key)) yield { path, what: `is "${key}", and ${kind.slice(1)} ${name} has ${[...known].join(', ') || 'no keys'}` };
    }
  },
};

/** Undefined where somebody else fills them in. */
function keysOf({ manifest }: CheckedObject): ReadonlySet<string> | undefined {
  const keys = ['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(fieldsAt(manifest, field)));
  const isFilledLater = keys.length === 0 && valueAt(manifest, 'immutable') !== true;
  return isFilledLater ? undefined : new Set(keys);
}
