import type { PodDisruptionBudget } from '../../imports/kubernetes';
import type { ReplicaBounds } from './scale/replicas';

/**
 * Whether a budget can hold: from two replicas on.
 *
 * With one replica a budget either allows its loss, and is for nothing, or forbids every node drain (kubernetes#48307).
 */
export function canBudgetDisruptions(replicas: ReplicaBounds): boolean {
  return replicas.min >= 2;
}

/** One pod at a time may be taken away on purpose. Pods that are not ready may always be, so that a broken server never blocks a node drain. */
export function disruptionBudget(name: string, labels: Record<string, string>, selector: Record<string, string>): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  };
}
