import type { ValuePath } from '../base/value-path';
import { type Fields, fieldsAt } from './plain-access';

/** Kinds that make pods, as `group/Kind`, with the way to the pod's template. */
const TEMPLATES: Readonly<Record<string, ValuePath>> = {
  '/Pod': [],
  'apps/DaemonSet': ['spec', 'template'],
  'apps/Deployment': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/Job': ['spec', 'template'],
};

/** The pod that an object makes. */
export interface PodTemplate {
  /** The way to the pod's spec. */
  readonly path: ValuePath;
  readonly labels: Fields;
  readonly annotations: Fields;
  readonly spec: Fields;
}

/** The pod that an object of a built-in kind makes; undefined for kinds that make none. */
export function podTemplate(groupKind: string, object: unknown): PodTemplate | undefined {
  const path = TEMPLATES[groupKind];
  if (path === undefined) return undefined;
  const template = fieldsAt(object, ...path);
  return {
    path: [...path, 'spec'],
    labels: fieldsAt(template, 'metadata', 'labels'),
    annotations: fieldsAt(template, 'metadata', 'annotations'),
    spec: fieldsAt(template, 'spec'),
  };
}

/** A container with the way to it. */
export interface PodContainer {
  readonly path: ValuePath;
  readonly container: Fields;
  /** Runs to its end before the containers start. */
  readonly init: boolean;
}

/** Every rule of pods asks for them. */
const CONTAINERS = new WeakMap<object, readonly PodContainer[]>();

/** All containers of a pod. A sidecar stands among the init containers and runs on. */
export function podContainers(pod: Pick<PodTemplate, 'path' | 'spec'>): readonly PodContainer[] {
  const known = CONTAINERS.get(pod);
  if (known !== undefined) return known;
  const containers = containersOf(pod);
  CONTAINERS.set(pod, containers);
  return containers;
}

function containersOf({ path, spec }: Pick<PodTemplate, 'path' | 'spec'>): readonly PodContainer[] {
  return ['initContainers', 'containers'].flatMap((field) => {
    const list = spec[field];
    if (!Array.isArray(list)) return [];
    return list.map((container: unknown, index) => {
      const fields = fieldsAt([container], 0);
      return { path: [...path, field, index], container: fields, init: field === 'initContainers' && fields.restartPolicy !== 'Always' };
    });
  });
}

/** `group/Kind`: what an object is, whatever its version. */
export function groupKindOf(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`;
}
