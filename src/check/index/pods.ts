import type { ValuePath } from '../../base/value-path';
import { fieldsAt } from '../../schema/plain-access';
import { type PodContainer, type PodTemplate, podContainers, podTemplate } from '../../schema/pod-template';
import type { CheckedObject } from './checked-object';

/** The kinds that make pods. */
export const POD_KINDS: readonly string[] = [
  '/Pod',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/CronJob',
  'batch/Job',
];

/** A dozen rules look at each pod. */
const PODS = new WeakMap<CheckedObject, PodTemplate | undefined>();

/** The pod of an object of those kinds. */
export function podOf(object: CheckedObject): PodTemplate | undefined {
  if (PODS.has(object)) return PODS.get(object);
  const pod = podTemplate(object.groupKind, object.manifest);
  PODS.set(object, pod);
  return pod;
}

/** The containers of an object of those kinds. */
export function eachContainer(object: CheckedObject): readonly PodContainer[] {
  const pod = podOf(object);
  return pod === undefined ? [] : podContainers(pod);
}

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
