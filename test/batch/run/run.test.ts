import { Duration } from 'cdk8s';
import type { Job } from '../../../imports/kubernetes';
import { BatchJob } from '../../../src/batch/batch-job';
import { type HookPhase, Run } from '../../../src/batch/run/run';
import { codeOf } from '../../support/code-of';
import { renderedManifests } from '../../support/rendered';
import { LEAST } from '../any-job';
import { objectOf } from '../engine-job';

const made = (run: Run) => objectOf<Job>({ ...LEAST, run });

describe('Run', () => {
  test('returns plain data that names no delivery tool', () => {
    expect(Run.once()).toEqual({ kind: 'once' });
    expect(Run.once({ superseded: 'stop' })).toEqual({ kind: 'once', superseded: 'stop' });
    expect(Run.onEveryChange({ suspend: true })).toEqual({ kind: 'onEveryChange', suspend: true });
    expect(Run.hook('PreSync')).toEqual({ kind: 'hook', phase: 'PreSync' });
    expect(Run.scheduled('@daily', { concurrency: 'Allow' })).toEqual({ kind: 'scheduled', schedule: '@daily', concurrency: 'Allow' });
  });

  test('has a TTL for scheduled runs only', () => {
    const ttlAfterFinished = Duration.hours(1);
    expect(Run.scheduled('@daily', { ttlAfterFinished })).toHaveProperty('ttlAfterFinished');
    // @ts-expect-error a Job in Git has no TTL
    expect(codeOf(() => Run.once({ ttlAfterFinished }))).toBe('Run.once');
    // @ts-expect-error a Job in Git has no TTL
    expect(codeOf(() => Run.onEveryChange({ ttlAfterFinished }))).toBe('Run.onEveryChange');
  });

  test.each<[string, string, () => unknown]>([
    ['a misspelled option', 'Run.once', () => Run.once({ supersede: 'stop' } as object)],
    ['an unknown value', 'Run.once', () => Run.once({ superseded: 'delete' as 'stop' })],
    ['a misspelled option of a schedule', 'Run.scheduled', () => Run.scheduled('@daily', { timezone: 'Etc/UTC' } as object)],
    ['a number as a schedule', 'Run.scheduled', () => Run.scheduled(5 as unknown as string)],
    ['an unknown hook phase', 'Run.hook', () => Run.hook('PreDeploy' as HookPhase)],
    ['a misspelled option that was made by hand', 'BatchJob.run', () => made({ kind: 'once', supersede: 'stop' } as Run)],
  ])('refuses %s', (_, code, act) => {
    expect(codeOf(act)).toBe(code);
  });
});

describe('a run in Git', () => {
  test('is suspended only when the prop is set', () => {
    expect(made(Run.once()).spec).not.toHaveProperty('suspend');
    expect(made(Run.hook('Sync')).spec).not.toHaveProperty('suspend');
    expect(made(Run.once({ suspend: false })).spec?.suspend).toBe(false);
    expect(made(Run.onEveryChange({ suspend: true })).spec?.suspend).toBe(true);
  });

  test.each<HookPhase>(['PreSync', 'Sync', 'PostSync', 'SyncFail'])('of the hook %s replaces the previous one', (phase) => {
    expect(made(Run.hook(phase)).metadata).toMatchObject({
      name: 'train',
      annotations: { 'argocd.argoproj.io/hook': phase, 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' },
    });
  });
});

describe('the ServiceAccount of a job', () => {
  const accountOf = (run: Run, props: object = {}) =>
    renderedManifests((chart) => void new BatchJob(chart, 'train', { ...LEAST, run, ...props })).find(
      ({ kind }) => kind === 'ServiceAccount',
    );

  test('has the stable name of the job and no token', () => {
    for (const run of [Run.once(), Run.onEveryChange(), Run.scheduled('@daily')]) {
      expect(accountOf(run)).toMatchObject({ metadata: { name: 'train', namespace: 'team-a' }, automountServiceAccountToken: false });
      expect(accountOf(run)?.metadata).not.toHaveProperty('annotations');
    }
    expect(made(Run.once()).spec?.template.spec).toMatchObject({ serviceAccountName: 'train', automountServiceAccountToken: false });
  });

  // Argo CD applies ordinary objects in the Sync phase: before the first one, the pods of a PreSync job would wait for their account.
  test.each<HookPhase>(['PreSync', 'Sync', 'PostSync', 'SyncFail'])('belongs to the same hook %s as the job', (phase) => {
    expect(accountOf(Run.hook(phase))?.metadata.annotations).toEqual({
      'argocd.argoproj.io/hook': phase,
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
  });

  test('is not created when another one is given', () => {
    expect(accountOf(Run.once(), { serviceAccount: 'trainer' })).toBeUndefined();
  });
});
