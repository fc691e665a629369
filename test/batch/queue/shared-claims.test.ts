import { App, Chart, Size } from 'cdk8s';
import { BatchJob } from '../../../src/batch/batch-job';
import type { BatchJobProps } from '../../../src/batch/batch-job-props';
import { Engine } from '../../../src/batch/job-engine';
import { Run } from '../../../src/batch/run/run';
import { Mount } from '../../../src/kube/pod/mount';
import { type AccessMode, DataVolume } from '../../../src/platform/storage/data-volume';
import { LEAST } from '../any-job';

function findings(accessMode: AccessMode, props: Partial<BatchJobProps>, volumeFirst = true): readonly string[] {
  const app = new App();
  const chart = new Chart(app, 'test', { namespace: 'team-a' });
  const volume = () => new DataVolume(chart, 'checkpoints', { size: Size.gibibytes(1), accessMode });
  if (volumeFirst) volume();
  const job = { ...LEAST, run: Run.once(), mounts: [Mount.claim('/checkpoints', 'checkpoints')], ...props } as BatchJobProps;
  new BatchJob(chart, 'train', job);
  if (!volumeFirst) volume();
  return app.node.validate();
}

const four: Partial<BatchJobProps> = { nodes: 4, engine: Engine.jobSet() };
const parts: Partial<BatchJobProps> = { parallel: { completions: 10, parallelism: 2 } };

describe('a claim that only one node can mount is refused', () => {
  test.each<[string, AccessMode, Partial<BatchJobProps>]>([
    ['in a job on four nodes', 'ReadWriteOnce', four],
    ['in a job whose parts run at once', 'ReadWriteOnce', parts],
    ['in a job whose parts run at once, with a mode for one pod', 'ReadWriteOncePod', parts],
    [
      'between the head and the one worker of Ray',
      'ReadWriteOnce',
      { nodes: 1, engine: Engine.ray({ entrypoint: 'a', head: { cpu: LEAST.cpu, memory: LEAST.memory } }) },
    ],
  ])('%s', (_, accessMode, props) => {
    expect(findings(accessMode, props)).toEqual([expect.stringMatching(/^test\/train: [\s\S]*\[BatchJob\.claim\]$/)]);
  });

  test('also when the claim is created after the job', () => {
    expect(findings('ReadWriteOnce', four, false)).toHaveLength(1);
  });
});

describe('the check accepts', () => {
  test.each<[string, AccessMode, Partial<BatchJobProps>]>([
    ['one pod', 'ReadWriteOnce', {}],
    ['parts one after the other', 'ReadWriteOnce', { parallel: { completions: 10, parallelism: 1 } }],
    ['a claim that many nodes can mount', 'ReadWriteMany', four],
    ['a claim that many nodes can read', 'ReadOnlyMany', four],
    ['pods that stay together', 'ReadWriteOnce', { ...parts, nodeSelector: { 'kubernetes.io/hostname': 'node-1' } }],
    ['a claim that is not mounted', 'ReadWriteOnce', { ...four, mounts: [Mount.claim('/data', 'other')] }],
  ])('%s', (_, accessMode, props) => {
    expect(findings(accessMode, props)).toEqual([]);
  });
});
