import { Scale } from '../../src/serving/scale/replicas';
import { cpu, serve } from './serving-props';

const budget = (replicas: Scale) => serve({ ...cpu, replicas }).find('PodDisruptionBudget');

test('there is a budget from two replicas on, where it can hold', () => {
  expect(budget(1)).toBeUndefined();
  expect(budget(Scale.hpa({ min: 1, max: 9, cpuUtilization: 70 }))).toBeUndefined();
  expect(budget(2)).toBeDefined();
  expect(budget(Scale.hpa({ min: 2, max: 9, cpuUtilization: 70 }))).toBeDefined();
});

test('one pod at a time may go, and a broken one never blocks a node drain', () => {
  expect(budget(2)?.spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
});
