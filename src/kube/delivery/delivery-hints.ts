import type { ApiObject } from 'cdk8s';

/**
 * What a delivery tool must know about one object, in words that belong to no tool.
 *
 * The gitops room turns an intent into the annotations of Flux or of Argo CD, whichever applies the object's chart.
 */
interface DeliveryHints {
  /** Holds data or other objects: removing its file from Git must not delete it from the cluster. */
  readonly retain?: boolean;
  /** Has immutable fields and is meant to run again when they change: delete and create instead of patch. */
  readonly recreate?: boolean;
  /**
   * Never changes under its name, while controllers write to its spec: create it, and leave the spec to them.
   *
   * A run that a queue holds, or whose lists a webhook fills in, else differs from Git indefinitely, and a tool that heals takes back what its
   * controller needs.
   */
  readonly ignoreSpecDrift?: boolean;
}

const HINTS = new WeakMap<ApiObject, DeliveryHints>();

/** Adds to what is known of an object. */
export function addDeliveryHints(object: ApiObject, intent: DeliveryHints): void {
  const said = HINTS.get(object);
  HINTS.set(object, {
    retain: intent.retain ?? said?.retain,
    recreate: intent.recreate ?? said?.recreate,
    ignoreSpecDrift: intent.ignoreSpecDrift ?? said?.ignoreSpecDrift,
  });
}

/** Kinds whose deletion deletes what people cannot get back from Git. */
const KEPT_KINDS: ReadonlySet<string> = new Set(['Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'CustomResourceDefinition']);

/** What is known of an object: what was said of it, and what its kind implies. */
export function deliveryHintsOf(object: ApiObject): DeliveryHints {
  const said = HINTS.get(object);
  return { retain: said?.retain ?? KEPT_KINDS.has(object.kind), recreate: said?.recreate ?? false, ignoreSpecDrift: said?.ignoreSpecDrift };
}

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
