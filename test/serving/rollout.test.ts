import type { App } from 'cdk8s';
import { type Capacity, Environment } from '../../src/environment/environment';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Rollout, rolloutWaves, surgePods } from '../../src/serving/rollout/rollout';
import { Scale } from '../../src/serving/scale/replicas';
import { cpu, gpu, refusal, serve } from './serving-props';

const inCapacity = (capacity?: Capacity) => (app: App) => new Environment(app, 'prod', { capacity });
const strategy = (props: Parameters<typeof serve>[0], capacity?: Capacity) => {
  const { rollingUpdate, type } = serve(props, 'llama', inCapacity(capacity)).deployment.spec.strategy ?? {};
  return rollingUpdate === undefined ? type : [rollingUpdate.maxSurge, rollingUpdate.maxUnavailable];
};
const [surge, inPlace] = [
  [1, 0],
  [0, 1],
];

test('without an accelerator a quarter more pods start first', () => expect(strategy(cpu)).toEqual(['25%', 0]));

test('where nobody declared a capacity no spare device is expected', () => expect(strategy(gpu)).toEqual(inPlace));

test('a surge needs room for one pod more than there may be', () => {
  const props = { ...gpu, accelerator: Gpu.nvidia(2), replicas: 3 };
  expect(strategy(props, { 'nvidia.com/gpu': 8 })).toEqual(surge);
  expect(strategy(props, { 'nvidia.com/gpu': 7 })).toEqual(inPlace);
  const replicas = Scale.hpa({ min: 1, max: 4, cpuUtilization: 70 });
  expect(strategy({ ...props, replicas }, { 'nvidia.com/gpu': 8 })).toEqual(inPlace);
});

test('what is asked for is what happens', () => {
  expect(strategy({ ...gpu, rollout: Rollout.surge(2) })).toEqual([2, 0]);
  expect(strategy({ ...cpu, rollout: Rollout.inPlace() })).toEqual(inPlace);
  expect(strategy({ ...cpu, rollout: Rollout.recreate() })).toBe('Recreate');
  expect(strategy({ ...cpu, rollout: Rollout.auto() })).toEqual(['25%', 0]);
});

test.each([0, -1, 0.5])('a surge of %d pods is refused', (pods) => {
  expect(refusal(cpu, { rollout: Rollout.surge(pods) })).toBe('MLService.rollout');
});

test('a surge of more pods than there are adds as many as there are', () => {
  expect(surgePods(Rollout.surge(5), 2)).toBe(2);
  expect(surgePods(Rollout.inPlace(), 2)).toBe(0);
  expect(surgePods(undefined, 2)).toBe('auto');
});

test.each([
  [serve({ ...cpu, rollout: Rollout.recreate() }), 9, 1],
  [serve({ ...cpu, rollout: Rollout.inPlace() }), 9, 9],
  [serve({ ...cpu, rollout: Rollout.surge(2) }), 9, 5],
  [serve(cpu), 9, 3],
  [serve(cpu), 1, 1],
])('a rollout takes as many starts in a row as its strategy needs', (served, replicas, waves) => {
  expect(rolloutWaves(served.deployment.spec.strategy ?? {}, replicas)).toBe(waves);
});
