import { Duration } from 'cdk8s';
import { BatchJob } from '../../../src/batch/batch-job';
import { Engine } from '../../../src/batch/job-engine';
import { jobSetManifest } from '../../../src/batch/job-set/job-set-manifest';
import type { JobSetProps } from '../../../src/batch/job-set/job-set-props';
import type { JobSetSpec } from '../../../src/batch/job-set/job-set-spec';
import { Launch } from '../../../src/batch/job-set/launch';
import { Queue } from '../../../src/batch/queue/queue';
import { Run } from '../../../src/batch/run/run';
import { Mount } from '../../../src/kube/pod/mount';
import { codeOf } from '../../support/code-of';
import { LABEL_CONTEXT } from '../../support/label-context';
import { renderedYaml } from '../../support/rendered';
import { NODES } from '../engine-job';

const LEAST: JobSetProps = { ...NODES, run: Run.once(), engine: Engine.jobSet() };

function made(props: Partial<JobSetProps> = {}, name = 'train') {
  const { manifest, pods } = jobSetManifest('job', name, { ...LEAST, ...props }, LABEL_CONTEXT);
  return { metadata: manifest.metadata, spec: manifest.spec as JobSetSpec, pods };
}

test('a JobSet of four nodes that torchrun joins', () => {
  const yaml = renderedYaml((chart) => {
    new BatchJob(chart, 'train', {
      ...LEAST,
      command: ['torchrun', 'train.py'],
      mounts: [Mount.claim('/checkpoints', 'checkpoints')],
      finalExitCodes: [2],
      queue: Queue.local('team-a', { topology: { required: 'cloud.provider.com/rack' } }),
    });
  });
  expect(yaml).toMatchSnapshot();
});

describe('a JobSet', () => {
  test('runs all nodes in one indexed Job, which ends with the first pod that fails', () => {
    const { spec, pods } = made({ nodes: 16 });
    expect(spec.replicatedJobs.map(({ name, replicas }) => ({ name, replicas }))).toEqual([{ name: 'node', replicas: 1 }]);
    const job = spec.replicatedJobs[0]?.template.spec;
    expect(job).toMatchObject({ completionMode: 'Indexed', completions: 16, parallelism: 16, backoffLimit: 0 });
    expect(pods.map(({ count }) => count)).toEqual([16]);
  });

  test('finds its first node by a name that is not made of its own content', () => {
    const { metadata, spec } = made();
    const text = JSON.stringify(spec);
    expect(text).toContain('"$(JOBSET_NAME)-node-0-0.$(JOBSET_NAME)"');
    expect(text).not.toContain(metadata.name);
  });

  test('is called by its content, keeps its name, or is a hook', () => {
    expect(made().metadata.name).toMatch(/^train-[0-9a-f]{8}$/);
    expect(made({ args: ['more'] }).metadata.name).not.toBe(made().metadata.name);
    expect(made({ run: Run.once({ suspend: true }) }).metadata.name).toBe(made().metadata.name);
    expect(made({ run: Run.onEveryChange() }).metadata.name).toBe('train');
    expect(made({ run: Run.hook('PreSync') }).metadata).toMatchObject({
      name: 'train',
      annotations: { 'argocd.argoproj.io/hook': 'PreSync' },
    });
  });

  test('stands still when it is told to', () => {
    expect(made({ run: Run.once({ suspend: true }) }).spec.suspend).toBe(true);
    expect(made().spec).not.toHaveProperty('suspend');
  });

  test('leaves room for the names of its pods', () => {
    const longest = (props: Partial<JobSetProps>) => {
      const fits = (length: number) => codeOf(() => made(props, 'a'.repeat(length))) === 'accepted';
      return Array.from({ length: 63 }, (_, i) => i + 1)
        .filter(fits)
        .at(-1);
    };
    // 63 less "-node-0-3" and "-abcde", and less the hash.
    expect(longest({ run: Run.onEveryChange() })).toBe(48);
    expect(longest({})).toBe(39);
    expect(longest({ nodes: 100 })).toBe(38);
  });

  test.each(['1train', 'Train', 'train.model', ''])('is not called %j', (name) => {
    expect(codeOf(() => made({}, name))).toBe('BatchJob.name');
  });

  test.each([0, -1, 1.5, Number.NaN])('is not made of %d nodes', (nodes) => {
    expect(codeOf(() => made({ nodes }))).toBe('BatchJob.nodes');
  });

  test('ends when its launcher does, where there is one', () => {
    expect(made().spec.successPolicy).toEqual({ operator: 'All' });
    const launch = Launch.mpi({ sshKeys: 'keys', launcher: { cpu: NODES.cpu, memory: NODES.memory } });
    const { successPolicy, replicatedJobs } = made({ engine: Engine.jobSet({ launch }), security: { fsGroup: 1000 } }).spec;
    expect(successPolicy).toEqual({ operator: 'All', targetReplicatedJobs: ['launcher'] });
    expect(replicatedJobs[0]).not.toHaveProperty('dependsOn');
    expect(replicatedJobs[1]?.dependsOn).toEqual([{ name: 'worker', status: 'Ready' }]);
  });

  test('gives each try its time', () => {
    const job = made({ deadline: Duration.minutes(5) }).spec.replicatedJobs[0]?.template.spec;
    expect(job?.activeDeadlineSeconds).toBe(300);
    expect(codeOf(() => made({ deadline: Duration.millis(1) }))).toBe('BatchJob.deadline');
  });
});
