import { numberAt } from '../../schema/plain-access';
import type { Rule } from '../rule';
import { SCALER_KINDS, scaledObject } from '../scalers';

/** Two who say how many pods there are. */
export const scaleReplicas: Rule = {
  code: 'scale.replicas',
  severity: 'warning',
  title: 'an autoscaled workload with spec.replicas in Git',
  reason: 'every sync sets the count of Git, the autoscaler sets it back: pods come and go for nothing',
  fix: 'leave spec.replicas out of the workload',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  kinds: SCALER_KINDS,
  *check(object, world) {
    const target = scaledObject(object, world);
    const replicas = numberAt(target?.manifest, 'spec', 'replicas');
    if (target !== undefined && replicas !== undefined)
      yield { path: ['spec', 'scaleTargetRef'], what: `scales ${target.name}, which says replicas: ${replicas}` };
  },
};
