import { ApiObject, Chart, Testing } from 'cdk8s';
import { hasPods, podIndex } from '../../src/routing/route/pod-labels';

const labels = { app: 'a', version: 'blue' };
const template = { metadata: { labels }, spec: {} };

test.each<[string, Record<string, unknown>]>([
  ['Pod', { metadata: { name: 'x', labels } }],
  ['Deployment', { spec: { template } }],
  ['CronJob', { spec: { jobTemplate: { spec: { template } } } }],
  ['LeaderWorkerSet', { spec: { leaderWorkerTemplate: { workerTemplate: template } } }],
])('the pods of a %s are found, in their namespace, by every label of the selector', (kind, body) => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'a' });
  new ApiObject(chart, 'x', { apiVersion: 'v1', kind, metadata: { name: 'x' }, ...body });
  const index = podIndex(chart);
  expect(hasPods(index, 'a', { version: 'blue' })).toBe(true);
  expect(hasPods(index, 'a', labels)).toBe(true);
  expect(hasPods(index, 'b', labels)).toBe(false);
  expect(hasPods(index, 'a', { ...labels, version: 'green' })).toBe(false);
});

test('labels of the object itself are no labels of its pods', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'a' });
  new ApiObject(chart, 'x', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', labels }, spec: {} });
  expect(hasPods(podIndex(chart), 'a', labels)).toBe(false);
});
