import type { Duration } from 'cdk8s';
import type { HorizontalPodAutoscalerBehavior } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';

/** When an autoscaler may take replicas away. */
export interface ScaleDown {
  /**
   * How long the largest need of late counts before replicas are taken away: whole seconds, at most 1 hour (`MLService.replicas`).
   *
   * A server that is taken away in a lull has to start again after it.
   *
   * @default - as long as a start may take, from Kubernetes' own 5 minutes up to 1 hour
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
   */
  readonly scaleDownAfter?: Duration;
}

/** Kubernetes' own window, and the longest that it takes. */
const [USUAL, LONGEST] = [300, 3600];

/** The behavior of an autoscaler, where it is not Kubernetes' own. */
export function scaleDownBehavior(
  where: string,
  { scaleDownAfter }: ScaleDown,
  startupSeconds: number,
): HorizontalPodAutoscalerBehavior | undefined {
  const seconds = scaleDownAfter === undefined ? Math.min(LONGEST, startupSeconds) : asked(where, scaleDownAfter);
  if (scaleDownAfter === undefined && seconds <= USUAL) return undefined;
  return { scaleDown: { stabilizationWindowSeconds: seconds } };
}

function asked(where: string, duration: Duration): number {
  const seconds = wholeSeconds('MLService.replicas', where, duration);
  if (seconds <= LONGEST) return seconds;
  const fix = `use at most Duration.seconds(${LONGEST})`;
  throw new ConfigError('MLService.replicas', { where, what: `Kubernetes looks back no further than ${LONGEST} s, not ${seconds} s`, fix });
}
