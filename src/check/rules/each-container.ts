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

/** The pod of an object of those kinds. */
export function podOf({ groupKind, manifest }: CheckedObject): PodTemplate | undefined {
  return podTemplate(groupKind, manifest);
}

/** The containers of an object of those kinds. */
export function eachContainer(object: CheckedObject): readonly PodContainer[] {
  const pod = podOf(object);
  return pod === undefined ? [] : podContainers(pod);
}
