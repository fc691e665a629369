import { type HpaScale, replicaBounds, Scale } from '../../src/serving/scale/replicas';
import { cpu, refusal, serve } from './serving-props';

const hpa = (change: object = {}) => ({ kind: 'hpa', min: 2, max: 6, cpuUtilization: 70, ...change }) as HpaScale;

test('the bounds of a count are the count, of an autoscaler its own, of nothing one', () => {
  expect(replicaBounds('test', 3)).toEqual({ min: 3, max: 3 });
  expect(replicaBounds('test', hpa())).toEqual({ min: 2, max: 6 });
  expect(replicaBounds('test')).toEqual({ min: 1, max: 1 });
});

test.each<[string, unknown]>([
  ['no replicas', 0],
  ['fewer than none', -1],
  ['half of one', 0.5],
  ['not a number', Number.NaN],
  ['text', '2'],
  ['null', null],
  ['another autoscaler', { kind: 'keda', min: 0, max: 2 }],
  ['an autoscaler down to none', hpa({ min: 0 })],
  ['a minimum above the maximum', hpa({ min: 7 })],
  ['no target', hpa({ cpuUtilization: undefined })],
  ['two targets', hpa({ podsMetric: { name: 'waiting', average: 1 } })],
  ['a fraction of a percent', hpa({ cpuUtilization: 0.7 })],
  ['a metric without name', hpa({ cpuUtilization: undefined, podsMetric: { average: 1 } })],
  ['a metric that aims at nothing', hpa({ cpuUtilization: undefined, podsMetric: { name: 'waiting', average: 0 } })],
])('%s is refused', (_, scale) => expect(refusal(cpu, { replicas: scale })).toBe('MLService.replicas'));

test('where an autoscaler owns the replicas, the Deployment has none', () => {
  expect(serve({ ...cpu, replicas: hpa() }).deployment.spec).not.toHaveProperty('replicas');
  expect(serve({ ...cpu, replicas: 2 }).deployment.spec.replicas).toBe(2);
});

test('an autoscaler watches the container that serves', () => {
  const autoscaler = serve({ ...cpu, replicas: hpa() }).find('HorizontalPodAutoscaler');
  expect(autoscaler?.spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'llama' },
    metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'server' } }],
  });
});

test.each([
  [5, '5'],
  [0.5, '500m'],
])('an average of %d is written as %s', (average, quantity) => {
  const replicas = Scale.hpa({ min: 1, max: 2, podsMetric: { name: 'vllm:num_requests_waiting', average } });
  const [metric] = serve({ ...cpu, replicas }).find('HorizontalPodAutoscaler')?.spec.metrics ?? [];
  expect(metric.pods).toEqual({ metric: { name: 'vllm:num_requests_waiting' }, target: { type: 'AverageValue', averageValue: quantity } });
});
