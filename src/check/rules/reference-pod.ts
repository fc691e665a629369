import { listAt, textAt, valueAt } from '../../schema/plain-access';
import { podContainers } from '../../schema/pod-template';
import type { ValuePath } from '../../schema/schema-finding';
import type { CheckedObject } from '../checked-object';
import type { Rule, RuleFinding } from '../rule';
import { POD_KINDS, podOf } from './each-container';

interface Reference {
  readonly kind: '/ConfigMap' | '/PersistentVolumeClaim' | '/ServiceAccount';
  readonly name: string;
  readonly path: ValuePath;
}

/** What a pod names, and nobody beside it makes. Secrets are left out: they are not in Git, where this looks. */
export const referencePod: Rule = {
  code: 'reference.pod',
  severity: 'warning',
  title: 'a ConfigMap, claim or service account that a pod names and nobody makes',
  reason: 'the pod waits for it for ever, in ContainerCreating or Pending',
  fix: 'mend the name, or render the object in the same app; where something else makes it, accept this',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/',
  kinds: POD_KINDS,
  *check(object, world): Iterable<RuleFinding> {
    for (const { kind, name, path } of references(object)) {
      // Where no object of the kind is in Git at all, something else makes them.
      if (world.find(object, kind, name) !== undefined || world.beside(object, kind).length === 0) continue;
      yield { path, what: `is "${name}", and there is no such ${kind.slice(1)} in namespace ${object.namespace ?? '(none)'}` };
    }
  },
};

function* references(object: CheckedObject): Iterable<Reference> {
  const pod = podOf(object);
  if (pod === undefined) return;
  const account = textAt(pod.spec, 'serviceAccountName');
  if (account !== undefined && account !== 'default')
    yield { kind: '/ServiceAccount', name: account, path: [...pod.path, 'serviceAccountName'] };
  for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) {
    const path = [...pod.path, 'volumes', index];
    const [map, claim] = [textAt(volume, 'configMap', 'name'), textAt(volume, 'persistentVolumeClaim', 'claimName')];
    if (map !== undefined && valueAt(volume, 'configMap', 'optional') !== true)
      yield { kind: '/ConfigMap', name: map, path: [...path, 'configMap', 'name'] };
    if (claim !== undefined) yield { kind: '/PersistentVolumeClaim', name: claim, path: [...path, 'persistentVolumeClaim', 'claimName'] };
  }
  for (const { path, container } of podContainers(pod)) {
    for (const [index, from] of listAt(container, 'envFrom').entries()) {
      const name = textAt(from, 'configMapRef', 'name');
      if (name !== undefined && valueAt(from, 'configMapRef', 'optional') !== true)
        yield { kind: '/ConfigMap', name, path: [...path, 'envFrom', index, 'configMapRef', 'name'] };
    }
    for (const [index, variable] of listAt(container, 'env').entries()) {
      const at = ['valueFrom', 'configMapKeyRef'] as const;
      const name = textAt(variable, ...at, 'name');
      if (name !== undefined && valueAt(variable, ...at, 'optional') !== true)
        yield { kind: '/ConfigMap', name, path: [...path, 'env', index, ...at, 'name'] };
    }
  }
}
