import { Duration } from 'cdk8s';
import type { Container, PodSpec } from '../../../imports/kubernetes';
import { BatchJob } from '../../../src/batch/batch-job';
import { Engine } from '../../../src/batch/job-engine';
import type { JobSetProps } from '../../../src/batch/job-set/job-set-props';
import type { JobSetSpec } from '../../../src/batch/job-set/job-set-spec';
import { Launch, type MpiOptions } from '../../../src/batch/job-set/launch';
import { Queue } from '../../../src/batch/queue/queue';
import { Run } from '../../../src/batch/run/run';
import { Mount } from '../../../src/kube/pod/mount';
import { codeOf } from '../../support/code-of';
import { renderedYaml } from '../../support/rendered';
import { NODES, objectOf, podCounts } from '../engine-job';

const LEAST: JobSetProps = { ...NODES, run: Run.once(), engine: Engine.jobSet() };

interface Rendered {
  readonly metadata: { readonly name: string };
  readonly spec: JobSetSpec;
}

function made(props: Partial<JobSetProps> = {}, name = 'train'): Rendered {
  return objectOf({ ...LEAST, ...props, name });
}

/** The pods of one group, or the first container of them. */
function podOf(props: Partial<JobSetProps>, index = 0): PodSpec {
  const pod = made(props).spec.replicatedJobs[index]?.template.spec?.template.spec;
  if (pod === undefined) throw new Error('no such group');
  return pod;
}

function containerOf(launch: Launch | undefined, index = 0, props: Partial<JobSetProps> = {}): Container {
  const [container] = podOf({ ...props, engine: Engine.jobSet({ launch }) }, index).containers;
  if (container === undefined) throw new Error('no container');
  return container;
}

function variable(container: Container, name: string) {
  return container.env?.find((each) => each.name === name);
}

const MPI: MpiOptions = { sshKeys: 'keys', launcher: { cpu: NODES.cpu, memory: NODES.memory } };
const READABLE = { security: { runAsUser: 1000, fsGroup: 1000 } };

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
  test('runs all nodes in one indexed Job, which ends with the first failed pod', () => {
    const { spec } = made({ nodes: 16 });
    expect(spec.replicatedJobs.map(({ name, replicas }) => ({ name, replicas }))).toEqual([{ name: 'node', replicas: 1 }]);
    const job = spec.replicatedJobs[0]?.template.spec;
    expect(job).toMatchObject({ completionMode: 'Indexed', completions: 16, parallelism: 16, backoffLimit: 0 });
    expect(podCounts({ ...LEAST, nodes: 16 })).toEqual([16]);
  });

  test('addresses its first node without the hash of its own content', () => {
    const { metadata, spec } = made();
    const text = JSON.stringify(spec);
    expect(text).toContain('"$(JOBSET_NAME)-node-0-0.$(JOBSET_NAME)"');
    expect(text).not.toContain(metadata.name);
  });

  test('has a name with a hash, a stable name, or is a hook', () => {
    expect(made().metadata.name).toMatch(/^train-[0-9a-f]{8}$/);
    expect(made({ args: ['more'] }).metadata.name).not.toBe(made().metadata.name);
    expect(made({ run: Run.once({ suspend: true }) }).metadata.name).toBe(made().metadata.name);
    expect(made({ run: Run.onEveryChange() }).metadata.name).toBe('train');
    expect(made({ run: Run.hook('PreSync') }).metadata).toMatchObject({
      name: 'train',
      annotations: { 'argocd.argoproj.io/hook': 'PreSync' },
    });
  });

  test('is suspended when `suspend` is set', () => {
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

  test.each(['1train', 'Train', 'train.model', ''])('refuses the name %j', (name) => {
    expect(codeOf(() => made({}, name))).toBe('BatchJob.name');
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses %d nodes', (nodes) => {
    expect(codeOf(() => made({ nodes }))).toBe('BatchJob.nodes');
  });

  test('succeeds when its launcher does, if it has one', () => {
    expect(made().spec.successPolicy).toEqual({ operator: 'All' });
    const launch = Launch.mpi({ sshKeys: 'keys', launcher: { cpu: NODES.cpu, memory: NODES.memory } });
    const { successPolicy, replicatedJobs } = made({ engine: Engine.jobSet({ launch }), security: { fsGroup: 1000 } }).spec;
    expect(successPolicy).toEqual({ operator: 'All', targetReplicatedJobs: ['launcher'] });
    expect(replicatedJobs[0]).not.toHaveProperty('dependsOn');
    expect(replicatedJobs[1]?.dependsOn).toEqual([{ name: 'worker', status: 'Ready' }]);
  });

  test('gives each try the full deadline', () => {
    const job = made({ deadline: Duration.minutes(5) }).spec.replicatedJobs[0]?.template.spec;
    expect(job?.activeDeadlineSeconds).toBe(300);
    expect(codeOf(() => made({ deadline: Duration.millis(1) }))).toBe('BatchJob.deadline');
  });
});

describe('torchrun', () => {
  test('is the default', () => {
    expect(containerOf(undefined).env).toEqual(containerOf(Launch.torchrun()).env);
  });

  test('starts one process per device, or the given number', () => {
    expect(variable(containerOf(undefined), 'PET_NPROC_PER_NODE')?.value).toBe('8');
    expect(variable(containerOf(undefined, 0, { accelerator: undefined }), 'PET_NPROC_PER_NODE')?.value).toBe('1');
    expect(variable(containerOf(Launch.torchrun({ processesPerNode: 2 })), 'PET_NPROC_PER_NODE')?.value).toBe('2');
  });

  test('sets the name of the JobSet before the address that refers to it', () => {
    const names = containerOf(undefined).env?.map(({ name }) => name) ?? [];
    expect(names.indexOf('JOBSET_NAME')).toBeLessThan(names.indexOf('PET_MASTER_ADDR'));
  });

  test.each([
    ['BatchJob.env', undefined, { env: { PET_NODE_RANK: '0' } }],
    ['BatchJob.env', undefined, { env: { JOBSET_NAME: 'x' } }],
    ['BatchJob.processesPerNode', Launch.torchrun({ processesPerNode: 0 }), {}],
    ['BatchJob.port', Launch.torchrun({ port: 80 }), {}],
    ['Engine.jobSet', { kind: 'ssh' } as unknown as Launch, {}],
  ])('refuses with %s', (code, launch, props) => {
    expect(codeOf(() => containerOf(launch, 0, props))).toBe(code);
  });
});

describe('MPI', () => {
  test('has the command in the launcher and the daemon in the workers', () => {
    const command = ['mpirun', '--host', '$(MPI_HOSTS)', 'train'];
    expect(containerOf(Launch.mpi(MPI), 0, { ...READABLE, command }).command).toEqual([
      '/usr/sbin/sshd',
      '-De',
      '-f',
      '/home/mpiuser/.sshd_config',
    ]);
    expect(containerOf(Launch.mpi(MPI), 1, { ...READABLE, command }).command).toEqual(command);
  });

  test('gives the launcher every worker and its slots', () => {
    const hosts = variable(containerOf(Launch.mpi(MPI), 1, { ...READABLE, nodes: 2 }), 'MPI_HOSTS')?.value;
    expect(hosts).toBe('$(JOBSET_NAME)-worker-0-0.$(JOBSET_NAME):8,$(JOBSET_NAME)-worker-0-1.$(JOBSET_NAME):8');
  });

  test('gives the devices to the workers only', () => {
    const limits = [0, 1].map((index) => containerOf(Launch.mpi(MPI), index, READABLE).resources?.limits?.['nvidia.com/gpu']);
    expect(limits).toEqual(['8', undefined]);
  });

  test('gives every pod the keys', () => {
    const engine = Engine.jobSet({ launch: Launch.mpi({ ...MPI, home: '/home/me' }) });
    for (const pod of [0, 1].map((index) => podOf({ ...READABLE, engine }, index))) {
      expect(pod.containers[0]?.volumeMounts).toContainEqual({ name: 'ssh-keys', mountPath: '/home/me/.ssh', readOnly: true });
      expect(pod.volumes?.find(({ name }) => name === 'ssh-keys')?.secret?.secretName).toBe('keys');
    }
  });

  test.each([
    ['BatchJob.fsGroup', MPI, {}],
    ['BatchJob.sshKeys', { ...MPI, sshKeys: 'No Name' }, READABLE],
    ['Launch.mpi', { ...MPI, sshKeys: undefined as unknown as string }, READABLE],
    ['BatchJob.home', { ...MPI, home: 'here' }, READABLE],
    ['BatchJob.slotsPerNode', { ...MPI, slotsPerNode: 0 }, READABLE],
  ])('refuses with %s', (code, options, props) => {
    expect(codeOf(() => containerOf(Launch.mpi(options), 0, props))).toBe(code);
  });
});

describe('a plain launch', () => {
  test('sets only the name of the JobSet', () => {
    expect(containerOf(Launch.plain()).env?.map(({ name }) => name)).toEqual(['JOBSET_NAME']);
  });
});

/** What the Job controller of Kubernetes 1.35 writes into the condition of a Job that its pod failure policy ended. */
const MESSAGES = {
  lostNode: 'Pod team-a/train-1a2b3c4d-node-0-2-x7k2p has condition DisruptionTarget matching FailJob rule at index 0',
  finalExitCode: 'Container main for pod team-a/train-1a2b3c4d-node-0-2-x7k2p failed with exit code 2 matching FailJob rule at index 1',
};

const policyOf = (props: Partial<JobSetProps> = {}) => made({ deadline: undefined, accelerator: undefined, ...props }).spec.failurePolicy;

function ruleFor(message: string): string | undefined {
  const { rules } = policyOf({ finalExitCodes: [2], deadline: Duration.hours(1) });
  return rules.find((rule) => rule.onJobFailureMessagePatterns?.some((pattern) => new RegExp(pattern).test(message)))?.name;
}

describe('the failure policy of a JobSet', () => {
  test.each(Object.entries(MESSAGES))('recognizes %s by its message', (name, message) => {
    expect(ruleFor(message)).toBe(name);
  });

  test('does not count lost nodes, and fails on final exit codes and on the deadline', () => {
    const { rules } = policyOf({ finalExitCodes: [2], deadline: Duration.hours(1) });
    expect(rules.map(({ name, action }) => [name, action])).toEqual([
      ['lostNode', 'RestartJobSetAndIgnoreMaxRestarts'],
      ['finalExitCode', 'FailJobSet'],
      ['deadline', 'FailJobSet'],
    ]);
  });

  test('has only the rules that the props ask for', () => {
    expect(policyOf({ finalExitCodes: [] }).rules.map(({ name }) => name)).toEqual(['lostNode']);
  });

  test('restarts all nodes three times, or as often as given', () => {
    expect(policyOf({}).maxRestarts).toBe(3);
    expect(policyOf({ retries: 0 }).maxRestarts).toBe(0);
    expect(codeOf(() => policyOf({ retries: -1 }))).toBe('BatchJob.retries');
  });

  // The rule of JobSet's webhook.
  test('has unique rule names that the webhook accepts', () => {
    const names = policyOf({ finalExitCodes: [2], deadline: Duration.hours(1) }).rules.map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the failure policy of a node', () => {
  test('checks for the loss of the node first, because a killed process has an exit code, too', () => {
    expect(made({ finalExitCodes: [9, 2] }).spec.replicatedJobs[0]?.template.spec?.podFailurePolicy?.rules).toEqual([
      { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [2, 9] } },
    ]);
  });

  test.each([0, 256, 1.5])('refuses the exit code %d', (code) => {
    expect(codeOf(() => made({ finalExitCodes: [code] }))).toBe('BatchJob.finalExitCodes');
  });
});
