import { Duration } from 'cdk8s';
import type { Job } from '../../imports/kubernetes';
import { jobManifest } from '../../src/batch/job/job-manifest';
import type { OneNodeProps } from '../../src/batch/one-node-props';
import { type HookPhase, Run } from '../../src/batch/run/run';
import { codeOf } from '../support/code-of';
import { LABEL_CONTEXT } from '../support/label-context';
import { LEAST } from './any-job';

const manifest = (run: Run, props: Partial<OneNodeProps> = {}) => jobManifest('job', 'train', { ...LEAST, ...props, run }, LABEL_CONTEXT);

describe('jobManifest', () => {
  test('names a one-time run after its content', () => {
    const first = manifest(Run.once(), { args: ['a'] });
    expect(first.metadata.name).toMatch(/^train-[0-9a-f]{8}$/);
    expect(manifest(Run.once(), { args: ['a'] })).toEqual(first);
    expect(manifest(Run.once(), { args: ['b'] }).metadata.name).not.toBe(first.metadata.name);
  });

  test('keeps the name of a run that is suspended, let go, or forgotten by its successor', () => {
    const { name } = manifest(Run.once()).metadata;
    expect(manifest(Run.once({ suspend: true })).metadata.name).toBe(name);
    expect(manifest(Run.once({ suspend: false })).metadata.name).toBe(name);
    expect(manifest(Run.once({ superseded: 'stop' })).metadata.name).toBe(name);
  });

  test('selects the pods of all runs with the same labels', () => {
    const instance = (props: Partial<OneNodeProps>) =>
      (manifest(Run.once(), props) as Job).spec?.template.metadata?.labels?.['app.kubernetes.io/instance'];
    expect(instance({ args: ['a'] })).toBe('train');
    expect(instance({ args: ['b'] })).toBe('train');
  });

  // A deadline and a number of retries can be changed on a live Job, and change nothing when it has finished.
  test.each<[string, Partial<OneNodeProps>]>([
    ['the arguments', { args: ['b'] }],
    ['the deadline', { deadline: Duration.hours(1) }],
    ['the retries', { retries: 1 }],
    ['the queue', { queue: 'team-b' }],
  ])('changes the immutable template of a run on every change with %s', (_, props) => {
    const template = (more: Partial<OneNodeProps>) => (manifest(Run.onEveryChange(), more) as Job).spec?.template;
    expect(template(props)).not.toEqual(template({}));
    expect(template(props)).toEqual(template(props));
  });

  test.each<HookPhase>(['PreSync', 'Sync', 'PostSync', 'SyncFail'])('makes a hook for %s that replaces the one before', (phase) => {
    expect(manifest(Run.hook(phase)).metadata).toMatchObject({
      name: 'train',
      annotations: { 'argocd.argoproj.io/hook': phase, 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' },
    });
  });

  test('labels the object that the queue admits: the Job, or the Jobs of a CronJob', () => {
    const queue = { 'kueue.x-k8s.io/queue-name': 'team-a' };
    expect(manifest(Run.once(), { queue: 'team-a' }).metadata.labels).toMatchObject(queue);
    const cronJob = manifest(Run.scheduled('@daily'), { queue: { name: 'team-a' } });
    expect(cronJob.metadata.labels).not.toHaveProperty(['kueue.x-k8s.io/queue-name']);
    expect(cronJob).toMatchObject({ spec: { jobTemplate: { metadata: { labels: queue } } } });
  });

  test.each(['Team A', '', 'a'.repeat(64)])('refuses the queue %j', (queue) => {
    expect(codeOf(() => manifest(Run.once(), { queue }))).toBe('BatchJob.queue');
  });

  test('knows batch/v1 alone', () => {
    for (const run of [Run.once(), Run.onEveryChange(), Run.scheduled('@daily'), Run.hook('Sync')]) {
      expect(manifest(run).apiVersion).toBe('batch/v1');
    }
  });
});
