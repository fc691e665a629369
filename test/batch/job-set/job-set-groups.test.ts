import type { Container } from '../../../imports/kubernetes';
import { Engine } from '../../../src/batch/job-engine';
import { jobSetGroups } from '../../../src/batch/job-set/job-set-groups';
import type { JobSetProps } from '../../../src/batch/job-set/job-set-props';
import { Launch, type MpiOptions } from '../../../src/batch/job-set/launch';
import { jobIdentity } from '../../../src/batch/rendered-job';
import { Run } from '../../../src/batch/run/run';
import { codeOf } from '../../support/code-of';
import { LABEL_CONTEXT } from '../../support/label-context';
import { NODES } from '../engine-job';

function groups(launch: Launch | undefined, props: Partial<JobSetProps> = {}) {
  const all: JobSetProps = { ...NODES, run: Run.once(), engine: Engine.jobSet({ launch }), ...props };
  return jobSetGroups('job', jobIdentity('train', {}, LABEL_CONTEXT), all);
}

function containerOf(launch: Launch | undefined, index = 0, props: Partial<JobSetProps> = {}): Container {
  const container = groups(launch, props)[index]?.template.spec?.containers[0];
  if (container === undefined) throw new Error('no such group');
  return container;
}

function variable(container: Container, name: string) {
  return container.env?.find((each) => each.name === name);
}

const MPI: MpiOptions = { sshKeys: 'keys', launcher: { cpu: NODES.cpu, memory: NODES.memory } };
const READABLE = { security: { runAsUser: 1000, fsGroup: 1000 } };

describe('torchrun', () => {
  test('is what a JobSet does without a word', () => {
    expect(containerOf(undefined).env).toEqual(containerOf(Launch.torchrun()).env);
  });

  test('starts one process for each device, or as many as was said', () => {
    expect(variable(containerOf(undefined), 'PET_NPROC_PER_NODE')?.value).toBe('8');
    expect(variable(containerOf(undefined, 0, { accelerator: undefined }), 'PET_NPROC_PER_NODE')?.value).toBe('1');
    expect(variable(containerOf(Launch.torchrun({ processesPerNode: 2 })), 'PET_NPROC_PER_NODE')?.value).toBe('2');
  });

  test('has the name of the set before the address that refers to it', () => {
    const names = containerOf(undefined).env?.map(({ name }) => name) ?? [];
    expect(names.indexOf('JOBSET_NAME')).toBeLessThan(names.indexOf('PET_MASTER_ADDR'));
  });

  test.each([
    ['BatchJob.env', undefined, { env: { PET_NODE_RANK: '0' } }],
    ['BatchJob.env', undefined, { env: { JOBSET_NAME: 'x' } }],
    ['BatchJob.processesPerNode', Launch.torchrun({ processesPerNode: 0 }), {}],
    ['BatchJob.port', Launch.torchrun({ port: 80 }), {}],
  ])('refuses with %s', (code, launch, props) => {
    expect(codeOf(() => groups(launch, props))).toBe(code);
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

  test('tells the launcher of every worker and its slots', () => {
    const hosts = variable(containerOf(Launch.mpi(MPI), 1, { ...READABLE, nodes: 2 }), 'MPI_HOSTS')?.value;
    expect(hosts).toBe('$(JOBSET_NAME)-worker-0-0.$(JOBSET_NAME):8,$(JOBSET_NAME)-worker-0-1.$(JOBSET_NAME):8');
  });

  test('gives the devices to the workers alone', () => {
    const limits = [0, 1].map((index) => containerOf(Launch.mpi(MPI), index, READABLE).resources?.limits?.['nvidia.com/gpu']);
    expect(limits).toEqual(['8', undefined]);
  });

  test('gives every pod the keys', () => {
    for (const { template } of groups(Launch.mpi({ ...MPI, home: '/home/me' }), READABLE)) {
      expect(template.spec?.containers[0]?.volumeMounts).toContainEqual({ name: 'ssh-keys', mountPath: '/home/me/.ssh', readOnly: true });
      expect(template.spec?.volumes?.find(({ name }) => name === 'ssh-keys')?.secret?.secretName).toBe('keys');
    }
  });

  test.each([
    ['BatchJob.fsGroup', MPI, {}],
    ['BatchJob.sshKeys', { ...MPI, sshKeys: 'No Name' }, READABLE],
    ['BatchJob.home', { ...MPI, home: 'here' }, READABLE],
    ['BatchJob.slotsPerNode', { ...MPI, slotsPerNode: 0 }, READABLE],
  ])('refuses with %s', (code, options, props) => {
    expect(codeOf(() => groups(Launch.mpi(options), props))).toBe(code);
  });
});

describe('a plain launch', () => {
  test('sets the name of the set and nothing else', () => {
    expect(containerOf(Launch.plain()).env?.map(({ name }) => name)).toEqual(['JOBSET_NAME']);
  });
});
