import type { ApiObject } from 'cdk8s';

/** Kinds of objects that run to an end, and stand there finished. By group and kind, because Volcano has a Job of its own. */
const RUN_KINDS: ReadonlySet<string> = new Set([
  'batch/Job',
  'batch.volcano.sh/Job',
  'jobset.x-k8s.io/JobSet',
  'ray.io/RayJob',
  'sparkoperator.k8s.io/SparkApplication',
  'trainer.kubeflow.org/TrainJob',
]);

/** Whether an object is a run: something that is done when it has ended, and not when it stands. */
export function isRun(object: ApiObject): boolean {
  return RUN_KINDS.has(`${object.apiGroup}/${object.kind}`);
}
