import { Scale } from '../../src/serving/scale/replicas';
import { cpu, serve } from './serving-props';

const constraints = (replicas: Scale) => serve({ ...cpu, replicas }).pod.topologySpreadConstraints;

test('one replica has nothing to spread', () => expect(constraints(1)).toBeUndefined());

test('more spread over zones and nodes as a wish, so that none stays pending', () => {
  for (const replicas of [2, Scale.hpa({ min: 1, max: 2, cpuUtilization: 70 })]) {
    expect(constraints(replicas)?.map((constraint) => constraint.topologyKey)).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    expect(constraints(replicas)?.every((constraint) => constraint.whenUnsatisfiable === 'ScheduleAnyway')).toBe(true);
  }
});

test('a spread of your own replaces it', () => {
  const topologySpread = [{ maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }];
  expect(serve({ ...cpu, replicas: 2, topologySpread }).pod.topologySpreadConstraints).toEqual(topologySpread);
});
