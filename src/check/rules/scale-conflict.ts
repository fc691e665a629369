import type { Rule } from '../rule';
import { SCALER_KINDS, scalersOn, scaleTarget } from '../scalers';

/** Two autoscalers of one workload. */
export const scaleConflict: Rule = {
  code: 'scale.conflict',
  severity: 'error',
  title: 'two autoscalers with one target',
  reason: 'each sets the count that it finds right, in turn: the workload swings between them',
  fix: 'keep one; KEDA makes a HorizontalPodAutoscaler of its own',
  source: 'https://keda.sh/docs/latest/concepts/scaling-deployments/',
  kinds: SCALER_KINDS,
  *check(object, world) {
    const target = scaleTarget(object);
    if (target === undefined) return;
    for (const other of scalersOn(object, target, world)) {
      if (other === object) continue;
      const what = `is ${target.name}, which ${other.groupKind.split('/')[1]} ${other.name} scales too`;
      yield { path: ['spec', 'scaleTargetRef'], what };
    }
  },
};
