import { fieldsAt } from '../schema/plain-access';
import { type PodTemplate, podTemplate } from '../schema/pod-template';
import type { ValuePath } from '../schema/schema-finding';
import type { CheckedObject } from './checked-object';

/** The pod of a built-in kind; for others, every template of a pod that lies somewhere in the object. */
export function podsOf({ groupKind, manifest }: CheckedObject): readonly PodTemplate[] {
  const own = podTemplate(groupKind, manifest);
  if (own !== undefined) return [own];
  return isBuiltIn(groupKind) ? [] : templatesIn(manifest, []);
}

/** Whether Kubernetes itself has a kind: without a domain, or with one of its own that is not lent to a project beside it. */
export function isBuiltIn(groupKind: string): boolean {
  return /^[^./]*\/|\.k8s\.io\//.test(groupKind) && !/x-k8s\.io\//.test(groupKind);
}

function templatesIn(value: unknown, path: ValuePath): PodTemplate[] {
  if (typeof value !== 'object' || value === null || path.length > 12) return [];
  const spec = fieldsAt(value, 'spec');
  const here = Array.isArray(spec.containers)
    ? [
        {
          path: [...path, 'spec'],
          labels: fieldsAt(value, 'metadata', 'labels'),
          annotations: fieldsAt(value, 'metadata', 'annotations'),
          spec,
        },
      ]
    : [];
  return [...here, ...Object.entries(value).flatMap(([key, each]) => templatesIn(each, [...path, key]))];
}
