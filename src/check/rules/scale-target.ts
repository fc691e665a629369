import type { Rule } from '../rule';
import { SCALER_KINDS, scaledObject, scaleTarget } from '../scalers';

/** An autoscaler of nothing. */
export const scaleTargetRule: Rule = {
  code: 'reference.scale-target',
  severity: 'error',
  title: 'an autoscaler whose target is not there',
  reason: 'nothing is scaled, and only a condition of the autoscaler says why',
  fix: 'fix scaleTargetRef, or render the target in the same app',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  kinds: SCALER_KINDS,
  *check(object, world) {
    const target = scaleTarget(object);
    if (target === undefined || !target.groupKind.startsWith('apps/') || world.workloadsBeside(object).length === 0) return;
    if (scaledObject(object, world) === undefined)
      yield { path: ['spec', 'scaleTargetRef', 'name'], what: `is "${target.name}", and there is no such ${target.groupKind.slice(5)}` };
  },
};
