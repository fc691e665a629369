import type { ApiObject } from 'cdk8s';

/**
 * What a delivery tool must know about one object, in words that belong to no tool.
 *
 * The gitops room turns an intent into the annotations of Flux or of Argo CD, whichever applies the object's chart.
 */
export interface Intent {
  /** Holds data or other objects: removing its file from Git must not delete it from the cluster. */
  readonly keep?: boolean;
  /** Has immutable fields and is meant to run again when they change: delete and create instead of patch. */
  readonly replace?: boolean;
  /**
   * Never changes under its name, while controllers write to its spec: create it, and leave the spec to them.
   *
   * A run that a queue holds, or whose lists a webhook fills in, else differs from Git for ever, and a tool that heals takes back what its
   * controller needs.
   */
  readonly settled?: boolean;
}

const INTENTS = new WeakMap<ApiObject, Intent>();

/** Adds to what is known of an object. */
export function addIntent(object: ApiObject, intent: Intent): void {
  const said = INTENTS.get(object);
  INTENTS.set(object, {
    keep: intent.keep ?? said?.keep,
    replace: intent.replace ?? said?.replace,
    settled: intent.settled ?? said?.settled,
  });
}

/** Kinds whose deletion deletes what people cannot get back from Git. */
const KEPT_KINDS: ReadonlySet<string> = new Set(['Namespace', 'PersistentVolumeClaim', 'PersistentVolume', 'CustomResourceDefinition']);

/** What is known of an object: what was said of it, and what its kind implies. */
export function intentOf(object: ApiObject): Intent {
  const said = INTENTS.get(object);
  return { keep: said?.keep ?? KEPT_KINDS.has(object.kind), replace: said?.replace ?? false, settled: said?.settled };
}
