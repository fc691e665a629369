import { type OneShotRun, oneShotMetadata, suspendField } from '../../src/batch/run/one-shot';
import { type HookPhase, Run } from '../../src/batch/run/run';
import { codeOf } from '../support/code-of';

const QUEUE = 'kueue.x-k8s.io/queue-name';
const metadata = (run: OneShotRun, labels: Record<string, string> = {}, spec: object = { a: 1 }) =>
  oneShotMetadata('job', 'train', run, labels, spec);

describe('a run that stands in Git', () => {
  test('is called by its content and its queue, and by nothing else', () => {
    const { name } = metadata(Run.once());
    expect(name).toMatch(/^train-[0-9a-f]{8}$/);
    expect(metadata(Run.once({ superseded: 'stop' }), { team: 'x' }).name).toBe(name);
    expect(metadata(Run.once(), {}, { a: 2 }).name).not.toBe(name);
    expect(metadata(Run.once(), { [QUEUE]: 'team-a' }).name).not.toBe(name);
  });

  test('keeps its name when it is replaced, and when it is a hook', () => {
    expect(metadata(Run.onEveryChange())).toEqual({ name: 'train', labels: {} });
    expect(metadata(Run.hook('PostSync'))).toEqual({
      name: 'train',
      labels: {},
      annotations: { 'argocd.argoproj.io/hook': 'PostSync', 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' },
    });
  });

  test('is no hook of a phase that Argo CD does not know', () => {
    expect(codeOf(() => Run.hook('Before' as HookPhase))).toBe('Run.hook');
  });

  test('says nothing of suspension unless somebody did', () => {
    expect(suspendField(Run.once())).toEqual({});
    expect(suspendField(Run.hook('Sync'))).toEqual({});
    expect(suspendField(Run.once({ suspend: false }))).toEqual({ suspend: false });
    expect(suspendField(Run.onEveryChange({ suspend: true }))).toEqual({ suspend: true });
  });
});
