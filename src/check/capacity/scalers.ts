import { addTo } from '../../base/add-to';
import { numberAt, textAt } from '../../schema/plain-access';
import { groupKindOf } from '../../schema/pod-template';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';

/** The kinds of autoscalers. */
export const SCALER_KINDS: readonly string[] = ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'];

/** What an autoscaler scales, in its own namespace. */
interface ScaleTarget {
  readonly groupKind: string;
  readonly name: string;
}

/** What an autoscaler scales; undefined when it does not say. */
export function scaleTarget({ manifest }: CheckedObject): ScaleTarget | undefined {
  const name = textAt(manifest, 'spec', 'scaleTargetRef', 'name');
  if (name === undefined) return undefined;
  const kind = textAt(manifest, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment'; // the default of KEDA
  return { name, groupKind: groupKindOf(textAt(manifest, 'spec', 'scaleTargetRef', 'apiVersion') ?? 'apps/v1', kind) };
}

/** The object that an autoscaler scales, when it is among those that are checked. */
export function scaledObject(object: CheckedObject, context: CheckContext): CheckedObject | undefined {
  const target = scaleTarget(object);
  return target && context.find(object, target.groupKind, target.name);
}

/** The autoscalers of an object: those of the API server's own kind first. */
function scalersOf(owner: CheckedObject, context: CheckContext): readonly CheckedObject[] {
  // Of two objects with one name, the one that is found has them.
  return context.find(owner, owner.groupKind, owner.name) === owner ? scalersOn(owner, owner, context) : [];
}

/** The autoscalers of the namespace of an object that scale a target, whether the target is there or not. */
export function scalersOn({ cluster, namespace }: CheckedObject, target: ScaleTarget, context: CheckContext): readonly CheckedObject[] {
  return scalersIn(context).get(keyOf(cluster, namespace, target)) ?? [];
}

const SCALERS = new WeakMap<CheckContext, ReadonlyMap<string, readonly CheckedObject[]>>();

function scalersIn(context: CheckContext): ReadonlyMap<string, readonly CheckedObject[]> {
  const known = SCALERS.get(context);
  if (known !== undefined) return known;
  const scalers = new Map<string, CheckedObject[]>();
  for (const scaler of SCALER_KINDS.flatMap((kind) => context.ofKind(kind))) {
    const target = scaleTarget(scaler);
    if (target !== undefined) addTo(scalers, keyOf(scaler.cluster, scaler.namespace, target), scaler);
  }
  SCALERS.set(context, scalers);
  return scalers;
}

function keyOf(cluster: string, namespace: string | undefined, { groupKind, name }: ScaleTarget): string {
  return `${cluster}\n${namespace ?? ''}\n${groupKind}\n${name}`;
}

/** How many pods a workload keeps at the least: what it says itself, or its autoscaler. */
export function leastReplicas(owner: CheckedObject, context: CheckContext): number {
  const [scaler] = scalersOf(owner, context);
  if (scaler === undefined) return numberAt(owner.manifest, 'spec', 'replicas') ?? 1;
  // KEDA scales to nothing unless it is told otherwise.
  if (scaler.groupKind.startsWith('keda.sh/')) return numberAt(scaler.manifest, 'spec', 'minReplicaCount') ?? 0;
  return numberAt(scaler.manifest, 'spec', 'minReplicas') ?? 1;
}
