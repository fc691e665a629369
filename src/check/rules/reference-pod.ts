import { nearestWord } from '../../base/nearest-word';
import type { CheckContext } from '../check-context';
import type { CheckedObject } from '../checked-object';
import { type PodReference, podReferences } from '../pod-references';
import type { Rule, RuleFinding } from '../rule';
import { generated, mayBeMade, secretsBeside } from '../secret-producers';
import { POD_KINDS, podOf } from './each-container';

/** What a pod names, and nobody beside it makes. */
export const referencePod: Rule = {
  code: 'reference.pod',
  severity: 'warning',
  title: 'a ConfigMap, Secret, claim or service account that a pod names and nobody makes',
  reason: 'the pod waits for it indefinitely, in ContainerCreating or Pending',
  fix: 'fix the name, or render the object in the same app',
  acceptWhere: 'something else makes it',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/',
  kinds: POD_KINDS,
  *check(object, world): Iterable<RuleFinding> {
    const pod = podOf(object);
    if (pod === undefined) return;
    for (const reference of podReferences(pod)) {
      if (world.find(object, reference.kind, reference.name) !== undefined) continue;
      const known = reference.kind === '/Secret' ? secretNames(reference, object, world) : names(reference, object, world);
      if (known === undefined || known.has(reference.name)) continue;
      const near = nearestWord(reference.name, [...known]);
      // Those who render an app may keep encrypted files beside what it renders, which nobody sees here.
      if (reference.kind === '/Secret' && object.construct !== undefined && near === undefined) continue;
      const what = `is "${reference.name}", and there is no such ${reference.kind.slice(1)} in namespace ${object.namespace ?? '(none)'}`;
      yield { path: reference.path, what, ...(near === undefined ? {} : { fix: `did you mean "${near}"?` }) };
    }
  },
};

/** Undefined where no object of the kind is in Git at all: something else makes them. */
function names({ kind }: PodReference, object: CheckedObject, world: CheckContext): ReadonlySet<string> | undefined {
  const known = world.beside(object, kind);
  if (known.length === 0) return undefined;
  return new Set([...known.map(({ name }) => name), ...(kind === '/ConfigMap' ? generated(world, 'configMapGenerator') : [])]);
}

function secretNames({ name }: PodReference, object: CheckedObject, world: CheckContext): ReadonlySet<string> | undefined {
  const known = secretsBeside(object, world);
  return known === undefined || known.has(name) || mayBeMade(name, object, world) ? undefined : known;
}
