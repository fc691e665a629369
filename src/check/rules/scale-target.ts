import { textAt } from '../../schema/plain-access';
import { groupKindOf } from '../../schema/pod-template';
import type { CheckedObject } from '../checked-object';
import type { Rule } from '../rule';
import type { World } from '../world';

/** What an autoscaler scales, as `group/Kind` and name. */
export function scaleTarget({ manifest }: CheckedObject): { readonly groupKind: string; readonly name: string } | undefined {
  const name = textAt(manifest, 'spec', 'scaleTargetRef', 'name');
  if (name === undefined) return undefined;
  const kind = textAt(manifest, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment'; // the default of KEDA
  return { name, groupKind: groupKindOf(textAt(manifest, 'spec', 'scaleTargetRef', 'apiVersion') ?? 'apps/v1', kind) };
}

/** The kinds of autoscalers. */
export const SCALER_KINDS: readonly string[] = ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'];

/** The object that an autoscaler scales, when it is among those that are checked. */
export function scaledObject(object: CheckedObject, world: World): CheckedObject | undefined {
  const target = scaleTarget(object);
  return target && world.find(object, target.groupKind, target.name);
}

/** An autoscaler of nothing. */
export const scaleTargetRule: Rule = {
  code: 'reference.scale-target',
  severity: 'error',
  title: 'an autoscaler whose target is not there',
  reason: 'nothing is scaled, and only a condition of the autoscaler says why',
  fix: 'mend scaleTargetRef, or render the target in the same app',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  kinds: SCALER_KINDS,
  *check(object, world) {
    const target = scaleTarget(object);
    if (target === undefined || !target.groupKind.startsWith('apps/') || world.workloadsBeside(object).length === 0) return;
    if (scaledObject(object, world) === undefined)
      yield { path: ['spec', 'scaleTargetRef', 'name'], what: `is "${target.name}", and there is no such ${target.groupKind.slice(5)}` };
  },
};
