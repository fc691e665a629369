import { fieldsAt, listAt, numberAt, textAt } from '../schema/plain-access';
import { type PodTemplate, podTemplate } from '../schema/pod-template';
import type { CheckedObject } from './checked-object';

/** Pods of a run that are alike and run at once. */
export interface PodGroup {
  /** What the run calls them; empty for a run of one kind of pods. */
  readonly name: string;
  readonly pod: PodTemplate;
  readonly count: number;
}

const PARTIAL = 'kueue.x-k8s.io/job-min-parallelism';

/** The pods that a run has at once at the least: of a Job and a JobSet, which say so. None for others. */
export function podGroups({ groupKind, manifest }: CheckedObject): readonly PodGroup[] {
  if (groupKind === 'batch/Job' || groupKind === 'batch/CronJob') {
    const pod = podTemplate(groupKind, manifest);
    const spec = groupKind === 'batch/Job' ? fieldsAt(manifest, 'spec') : fieldsAt(manifest, 'spec', 'jobTemplate', 'spec');
    const partial = Number(textAt(manifest, 'metadata', 'annotations', PARTIAL) ?? Number.POSITIVE_INFINITY);
    return pod === undefined ? [] : [{ name: '', pod, count: Math.min(atOnce(spec), partial) }];
  }
  if (groupKind !== 'jobset.x-k8s.io/JobSet') return [];
  return listAt(manifest, 'spec', 'replicatedJobs').flatMap((job, index) => {
    const template = fieldsAt(job, 'template', 'spec', 'template');
    const path = ['spec', 'replicatedJobs', index, 'template', 'spec', 'template', 'spec'];
    const pod = {
      path,
      labels: fieldsAt(template, 'metadata', 'labels'),
      annotations: fieldsAt(template, 'metadata', 'annotations'),
      spec: fieldsAt(template, 'spec'),
    };
    return [{ name: textAt(job, 'name') ?? '', pod, count: (numberAt(job, 'replicas') ?? 1) * atOnce(fieldsAt(job, 'template', 'spec')) }];
  });
}

function atOnce(spec: unknown): number {
  return Math.min(numberAt(spec, 'parallelism') ?? 1, numberAt(spec, 'completions') ?? Number.POSITIVE_INFINITY);
}
