import { Duration } from 'cdk8s';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Startup } from '../../src/serving/rollout/rollout';
import { KedaTrigger } from '../../src/serving/scale/keda';
import { Scale } from '../../src/serving/scale/replicas';
import { gpu, refusal, serve } from './serving-props';

const trigger = KedaTrigger.prometheus({ server: 'http://prometheus:9090', query: 'sum(a)', average: 5 });
const scales = (more: object) => [
  Scale.hpa({ min: 1, max: 2, cpuUtilization: 70, ...more }),
  Scale.keda({ min: 1, max: 2, triggers: [trigger], ...more }),
];

/** How long each autoscaler waits before it takes a replica away. */
function windows(startup: Duration, more: object = {}): readonly (number | undefined)[] {
  return scales(more).map((replicas) => {
    const { objects } = serve({ ...gpu, startup: Startup.within(startup), replicas } as MLServiceProps);
    const { behavior, advanced } = objects.find(({ kind }) => /Autoscaler|ScaledObject/.test(kind))?.spec ?? {};
    return (behavior ?? advanced?.horizontalPodAutoscalerConfig?.behavior)?.scaleDown.stabilizationWindowSeconds;
  });
}

test('a server that took long to start is not taken away in a lull', () => {
  expect(windows(Duration.minutes(20))).toEqual([1200, 1200]);
});

test('one that starts at once is taken away when Kubernetes does so', () => {
  expect(windows(Duration.minutes(5))).toEqual([undefined, undefined]);
});

test('nobody looks back further than an hour', () => expect(windows(Duration.hours(2))).toEqual([3600, 3600]));

test('another time is possible, none included', () => {
  expect(windows(Duration.minutes(20), { scaleDownAfter: Duration.minutes(2) })).toEqual([120, 120]);
  expect(windows(Duration.minutes(20), { scaleDownAfter: Duration.seconds(0) })).toEqual([0, 0]);
});

test.each([Duration.hours(2), Duration.millis(500)])('%p is refused', (scaleDownAfter) => {
  for (const replicas of scales({ scaleDownAfter })) expect(refusal(gpu, { replicas })).toBe('MLService.replicas');
});
