import type { Rule } from '../rule';
import { SCALER_KINDS, scaleTarget } from './scale-target';

/** Two autoscalers of one workload. */
export const scaleTwice: Rule = {
  code: 'scale.twice',
  severity: 'error',
  title: 'two autoscalers with one target',
  reason: 'each sets the count that it finds right, in turn: the workload swings between them',
  fix: 'keep one; KEDA makes a HorizontalPodAutoscaler of its own',
  source: 'https://keda.sh/docs/latest/concepts/scaling-deployments/',
  kinds: SCALER_KINDS,
  *check(object, world) {
    const target = scaleTarget(object);
    if (target === undefined) return;
    const others = SCALER_KINDS.flatMap((kind) => world.beside(object, kind)).filter((other) => other !== object);
    for (const other of others) {
      const same = scaleTarget(other);
      if (same?.name === target.name && same.groupKind === target.groupKind)
        yield {
          path: ['spec', 'scaleTargetRef'],
          what: `is ${target.name}, which ${other.groupKind.split('/')[1]} ${other.name} scales too`,
        };
    }
  },
};
