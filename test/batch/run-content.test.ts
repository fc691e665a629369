import type { JobTemplateSpec } from '../../imports/kubernetes';
import { runHash } from '../../src/batch/run/run-content';

const job: JobTemplateSpec & { spec: object } = {
  metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'team-a', 'app.kubernetes.io/name': 'train' } },
  spec: { parallelism: 2, completions: 4, template: { spec: { containers: [{ name: 'main', image: 'a:1' }] } } },
};

function changed(spec: object): JobTemplateSpec {
  return { ...job, spec: { ...job.spec, ...spec } as JobTemplateSpec['spec'] };
}

describe('runHash', () => {
  test.each([
    ['suspend', { suspend: true }],
    ['parallelism', { parallelism: 4 }],
  ])('stays the same when %s changes: it is meant for the run that goes on', (_, spec) => {
    expect(runHash(changed(spec))).toBe(runHash(job));
  });

  test.each([
    ['the deadline', { activeDeadlineSeconds: 60 }],
    ['the retries', { backoffLimit: 1 }],
    ['the completions', { completions: 5 }],
    ['the image', { template: { spec: { containers: [{ name: 'main', image: 'a:2' }] } } }],
  ])('changes with %s', (_, spec) => {
    expect(runHash(changed(spec))).not.toBe(runHash(job));
  });

  test('changes with the queue, which Kueue reads once', () => {
    expect(runHash({ ...job, metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'team-b' } } })).not.toBe(runHash(job));
  });

  test('does not change with other labels of the Job', () => {
    expect(runHash({ ...job, metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'team-a', owner: 'x' } } })).toBe(runHash(job));
  });
});
