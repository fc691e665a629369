import { fieldsAt } from '../schema/plain-access';
import type { PodTemplate } from '../schema/pod-template';
import type { ValuePath } from '../schema/schema-finding';
import type { CheckedObject } from './checked-object';
import { podOf } from './rules/each-container';

/** The pod of a built-in kind; for others, every template of a pod that lies somewhere in the object. */
export function podsOf(object: CheckedObject): readonly PodTemplate[] {
  const own = podOf(object);
  if (own !== undefined) return [own];
  return isBuiltIn(object.groupKind) ? [] : templatesIn(object.manifest, []);
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
