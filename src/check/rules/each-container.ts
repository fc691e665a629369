import { type PodContainer, type PodTemplate, podContainers, podTemplate } from '../../schema/pod-template';
import type { CheckedObject } from '../checked-object';

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
