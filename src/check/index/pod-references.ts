import type { ValuePath } from '../../base/value-path';
import { listAt, textAt, valueAt } from '../../schema/plain-access';
import { type PodTemplate, podContainers } from '../../schema/pod-template';

/** An object beside a pod that it cannot start without. */
export interface PodReference {
  readonly kind: '/ConfigMap' | '/PersistentVolumeClaim' | '/Secret' | '/ServiceAccount';
  readonly name: string;
  /** The way to the name. */
  readonly path: ValuePath;
  /** The keys that it needs of a ConfigMap or Secret, with the way to each. */
  readonly keys: readonly { readonly key: string; readonly path: ValuePath }[];
}

/** What a pod names and waits for; not what is optional. */
export function* podReferences(pod: PodTemplate): Iterable<PodReference> {
  const account = textAt(pod.spec, 'serviceAccountName');
  if (account !== undefined && account !== 'default')
    yield { kind: '/ServiceAccount', name: account, path: [...pod.path, 'serviceAccountName'], keys: [] };
  for (const [index, volume] of listAt(pod.spec, 'volumes').entries()) yield* volumeReferences([...pod.path, 'volumes', index], volume);
  for (const { path, container } of podContainers(pod)) yield* containerReferences(path, container);
}

function* volumeReferences(path: ValuePath, volume: unknown): Iterable<PodReference> {
  const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
  if (claim !== undefined)
    yield { kind: '/PersistentVolumeClaim', name: claim, path: [...path, 'persistentVolumeClaim', 'claimName'], keys: [] };
  yield* files('/ConfigMap', [...path, 'configMap'], valueAt(volume, 'configMap'), 'name');
  yield* files('/Secret', [...path, 'secret'], valueAt(volume, 'secret'), 'secretName');
  for (const [index, source] of listAt(volume, 'projected', 'sources').entries()) {
    const at = [...path, 'projected', 'sources', index];
    yield* files('/ConfigMap', [...at, 'configMap'], valueAt(source, 'configMap'), 'name');
    yield* files('/Secret', [...at, 'secret'], valueAt(source, 'secret'), 'name');
  }
}

function* files(kind: PodReference['kind'], path: ValuePath, source: unknown, field: string): Iterable<PodReference> {
  const name = textAt(source, field);
  if (name === undefined || valueAt(source, 'optional') === true) return;
  const keys = listAt(source, 'items').flatMap((item, index) => {
    const key = textAt(item, 'key');
    return key === undefined ? [] : [{ key, path: [...path, 'items', index, 'key'] }];
  });
  yield { kind, name, path: [...path, field], keys };
}

const FROM = [
  ['/ConfigMap', 'configMapRef', 'configMapKeyRef'],
  ['/Secret', 'secretRef', 'secretKeyRef'],
] as const;

function* containerReferences(path: ValuePath, container: unknown): Iterable<PodReference> {
  for (const [kind, whole, single] of FROM) {
    for (const [index, from] of listAt(container, 'envFrom').entries()) {
      const name = textAt(from, whole, 'name');
      if (name !== undefined && valueAt(from, whole, 'optional') !== true)
        yield { kind, name, path: [...path, 'envFrom', index, whole, 'name'], keys: [] };
    }
    for (const [index, variable] of listAt(container, 'env').entries()) {
      const at = [...path, 'env', index, 'valueFrom', single];
      const [name, key] = [textAt(variable, 'valueFrom', single, 'name'), textAt(variable, 'valueFrom', single, 'key')];
      if (name === undefined || valueAt(variable, 'valueFrom', single, 'optional') === true) continue;
      yield { kind, name, path: [...at, 'name'], keys: key === undefined ? [] : [{ key, path: [...at, 'key'] }] };
    }
  }
}
