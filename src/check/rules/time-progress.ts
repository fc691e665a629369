import { numberAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { PERIOD, startupBudget, THRESHOLD } from '../startup-budget';
import { podOf } from './each-container';

/** What a Deployment gets that does not say. */
const DEFAULT_DEADLINE = 600;

/** A rollout that is given up while its pods are still allowed to start. */
export const timeProgress: EnforceableRule = {
  code: 'time.progress',
  severity: 'warning',
  title: 'a startup probe that allows more time than the rollout has',
  reason:
    'the rollout counts as failed while the pod is still starting in time; Flux and Argo CD report it, and what comes after does not come',
  fix: 'set progressDeadlineSeconds to more than the startup, the pull of the image and the stop of the old pod together',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds',
  kinds: ['apps/Deployment'],
  *check(object) {
    const pod = podOf(object);
    const startup = pod && startupBudget(pod);
    const deadline = numberAt(object.manifest, 'spec', 'progressDeadlineSeconds') ?? DEFAULT_DEADLINE;
    if (startup !== undefined && startup > deadline)
      yield { path: ['spec', 'progressDeadlineSeconds'], what: `is ${deadline}, and the startup probe allows ${startup} s` };
  },
  policy: podPolicy({
    findings: cel`
      variables.containers
        .filter(c, has(c.startupProbe)
          && c.startupProbe.?initialDelaySeconds.orValue(0)
            + c.startupProbe.?periodSeconds.orValue(${String(PERIOD)}) * c.startupProbe.?failureThreshold.orValue(${String(THRESHOLD)})
            > object.spec.?progressDeadlineSeconds.orValue(${String(DEFAULT_DEADLINE)}))
        .map(c, 'the startup probe of container ' + c.name + ' allows more time than progressDeadlineSeconds')`,
  }),
};
