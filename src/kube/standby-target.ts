/**
 * A workload that may run smaller, or not at all, while a route sends it no users.
 *
 * Read by shape, not by class: an app bundle carries its own copy of this library.
 */
export interface StandbyTarget {
  /** Pods that it has for users, at the least. */
  readonly pods: number;
  /** Time for running requests between the order to stop and the end of a pod, in seconds. */
  readonly drainSeconds: number;
  /** Runs this many pods, whatever its own scale says, and restarts none. Autoscaler and disruption budget follow. */
  standBy(replicas: number): void;
}

/** Whether something is a workload that can stand by. */
export function canStandBy(workload: unknown): workload is StandbyTarget {
  const { standBy, drainSeconds, pods } = (workload ?? {}) as Partial<StandbyTarget>;
  return typeof standBy === 'function' && typeof drainSeconds === 'number' && typeof pods === 'number';
}
