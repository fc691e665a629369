import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Queue, type QueueTopology, queueLabels, topologyAnnotations } from '../../src/batch/queue/queue';
import { codeOf } from '../support/code-of';

const K = 'kueue.x-k8s.io';

describe('a queue', () => {
  test('is a label, its priority another', () => {
    expect(queueLabels('job', 'team-a')).toEqual({ [`${K}/queue-name`]: 'team-a' });
    expect(queueLabels('job', Queue.local({ name: 'team-a' }, { priority: { name: 'nightly' } }))).toEqual({
      [`${K}/queue-name`]: 'team-a',
      [`${K}/priority-class`]: 'nightly',
    });
    expect(queueLabels('job', undefined)).toEqual({});
  });

  test.each<[QueueTopology, string, string]>([
    [{ required: 'cloud.provider.com/rack' }, 'required', 'cloud.provider.com/rack'],
    [{ preferred: 'cloud.provider.com/block' }, 'preferred', 'cloud.provider.com/block'],
    [{ unconstrained: true }, 'unconstrained', 'true'],
  ])('with the topology %j is an annotation of the pods', (topology, kind, value) => {
    expect(topologyAnnotations('job', Queue.local('team-a', { topology }))).toEqual({ [`${K}/podset-${kind}-topology`]: value });
  });

  test('given as a construct has no options, whatever fields the construct has', () => {
    class Topology extends Construct {
      readonly name = 'team-a';
      readonly topology = { required: 'rack' };
    }
    expect(topologyAnnotations('job', new Topology(new Chart(new App(), 'test'), 'queue'))).toEqual({});
  });

  test.each<[string, unknown]>([
    ['a name with a capital', 'Team'],
    ['a name of 64 characters', 'a'.repeat(64)],
    ['a priority that is no name', Queue.local('team-a', { priority: 'High Priority' })],
  ])('refuses %s', (_, queue) => {
    expect(codeOf(() => queueLabels('job', queue as Queue))).toBe('BatchJob.queue');
  });

  test.each<unknown>([{}, { required: 1 }, { required: 'a', preferred: 'b' }, { unconstrained: false }, { rack: 'a' }])(
    'refuses the topology %j',
    (topology) => {
      expect(codeOf(() => Queue.local('team-a', { topology: topology as QueueTopology }))).toBe('Queue.local');
    },
  );

  test('refuses a topology level that is not a label key', () => {
    expect(codeOf(() => topologyAnnotations('job', Queue.local('team-a', { topology: { required: 'a/b/c' } })))).toBe('BatchJob.queue');
  });
});
