import { numberAt, valueAt } from '../schema/plain-access';
import { type PodTemplate, podContainers } from '../schema/pod-template';

/** The defaults of the API server. */
export const PERIOD = 10;
export const THRESHOLD = 3;

/** How long the containers of a pod may take to start, as their startup probes say, in seconds. Undefined without such a probe. */
export function startupBudget(pod: PodTemplate): number | undefined {
  const budgets = podContainers(pod).flatMap(({ container }) => {
    const probe = valueAt(container, 'startupProbe');
    if (probe === undefined) return [];
    const delay = numberAt(probe, 'initialDelaySeconds') ?? 0;
    return delay + (numberAt(probe, 'periodSeconds') ?? PERIOD) * (numberAt(probe, 'failureThreshold') ?? THRESHOLD);
  });
  return budgets.length === 0 ? undefined : Math.max(...budgets);
}
