import { Duration, Size } from 'cdk8s';
import type { Job, PodSpec } from '../../../imports/kubernetes';
import { Cpu } from '../../../src/base/cpu';
import type { OneNodeProps } from '../../../src/batch/job/plain-job-props';
import { Engine } from '../../../src/batch/job-engine';
import { Launch } from '../../../src/batch/job-set/launch';
import { Run } from '../../../src/batch/run/run';
import { Gpu } from '../../../src/kube/devices/accelerator';
import { Mount } from '../../../src/kube/pod/mount';
import { codeOf } from '../../support/code-of';
import { IMAGE } from '../any-job';
import { engineJob, NODES, objectOf } from '../engine-job';

const gibibytes = Size.gibibytes;
const LEAST = { image: IMAGE, cpu: Cpu.cores(1), memory: gibibytes(64), run: Run.once(), deadline: Duration.hours(1) };

function pod(props: Partial<OneNodeProps> = {}): PodSpec {
  const found = objectOf<Job>({ ...LEAST, ...props }).spec?.template.spec;
  if (found === undefined) throw new Error('the Job has no pod');
  return found;
}

const refusal = (props: Partial<OneNodeProps>) => codeOf(() => engineJob({ ...LEAST, ...props }));

describe('the pod of a job', () => {
  test('never restarts in place, so that the failure policy sees each exit', () => {
    expect(pod().restartPolicy).toBe('Never');
  });

  test('runs the program with its arguments in the given directory', () => {
    const [container] = pod({ command: ['python'], args: ['-m', 'train'], workingDir: '/app' }).containers;
    expect(container).toMatchObject({ name: 'main', command: ['python'], args: ['-m', 'train'], workingDir: '/app' });
  });

  test('has time for a last checkpoint', () => {
    expect(pod({ terminationGracePeriod: Duration.minutes(2) }).terminationGracePeriodSeconds).toBe(120);
    expect(refusal({ terminationGracePeriod: Duration.millis(500) })).toBe('BatchJob.terminationGracePeriod');
  });

  test('keeps a native sidecar, and restricts it unless it sets its own security context', () => {
    const sidecar = { name: 'proxy', image: 'ghcr.io/acme/proxy:1', restartPolicy: 'Always' };
    expect(pod({ initContainers: [sidecar] }).initContainers).toEqual([
      { ...sidecar, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
    ]);
  });

  test('has no extra containers, which would keep the job from completing', () => {
    const extraContainers = [{ name: 'proxy', image: 'ghcr.io/acme/proxy:1' }];
    // @ts-expect-error it does not compile
    const job: OneNodeProps = { ...LEAST, extraContainers };
    expect(codeOf(() => engineJob(job))).toBe('BatchJob.extraContainers');
  });
});

describe('the storage of a job', () => {
  const mounted = (props: Partial<OneNodeProps> = {}) => {
    const { volumes = [], containers } = pod(props);
    return containers[0]?.volumeMounts?.map(({ name, mountPath }) => {
      const { emptyDir } = volumes.find((volume) => volume.name === name) ?? {};
      return [mountPath, emptyDir?.medium, emptyDir?.sizeLimit];
    });
  };
  const disk = (props: Partial<OneNodeProps>) => pod(props).containers[0]?.resources?.requests?.['ephemeral-storage'];

  test('has disk for temporary files', () => {
    expect(mounted()).toEqual([['/tmp', undefined, '1Gi']]);
    expect(mounted({ scratch: gibibytes(50) })).toEqual([['/tmp', undefined, '50Gi']]);
  });

  test('has half of the memory as shared memory for several devices', () => {
    expect(mounted({ accelerator: Gpu.nvidia(2) })).toContainEqual(['/dev/shm', 'Memory', '32Gi']);
    expect(mounted({ accelerator: Gpu.nvidia(1) })).toHaveLength(1);
  });

  test('has the given shared memory', () => {
    expect(mounted({ sharedMemory: gibibytes(8) })).toContainEqual(['/dev/shm', 'Memory', '8Gi']);
  });

  test('is replaced by mounts of the user at the same paths', () => {
    const mounts = [Mount.memory('/dev/shm', { sizeLimit: gibibytes(8) }), Mount.claim('/tmp', 'scratch')];
    expect(mounted({ accelerator: Gpu.nvidia(8), mounts })).toEqual([
      ['/dev/shm', 'Memory', '8Gi'],
      ['/tmp', undefined, undefined],
    ]);
  });

  test.each([
    ['scratch', '/tmp'],
    ['sharedMemory', '/dev/shm'],
  ])('refuses %s together with a mount at %s', (prop, path) => {
    expect(refusal({ mounts: [Mount.claim(path, 'data')], [prop]: gibibytes(1) })).toBe('BatchJob.mounts');
  });

  const memory = (path: string, size: number) => Mount.memory(path, { sizeLimit: gibibytes(size) });

  test('refuses memory volumes that take all of the memory', () => {
    expect(refusal({ mounts: [memory('/a', 32), memory('/b', 32)] })).toBe('BatchJob.memory');
  });

  test('accepts memory volumes that leave some, and does not count disks', () => {
    expect(refusal({ mounts: [memory('/a', 32), Mount.scratch('/scratch', { sizeLimit: Size.tebibytes(1) })] })).toBe('accepted');
  });

  test('counts a volume that is mounted twice once', () => {
    const shared = (path: string) => ({ ...memory(path, 40), name: 'shared' });
    expect(refusal({ mounts: [shared('/a'), shared('/b')] })).toBe('accepted');
  });

  test('requests the disk of its scratch volumes, and room for logs', () => {
    expect(disk({ scratch: gibibytes(50), sharedMemory: gibibytes(8) })).toBe('51Gi');
  });

  test('may request more disk, and is refused with less', () => {
    expect(disk({ scratch: gibibytes(50), ephemeralStorage: gibibytes(100) })).toBe('100Gi');
    expect(refusal({ scratch: gibibytes(50), ephemeralStorage: gibibytes(50) })).toBe('BatchJob.ephemeralStorage');
  });
});

describe('the variables of torchrun', () => {
  const variables = (options: Parameters<typeof Launch.torchrun>[0] = {}) => {
    const job = objectOf<{ spec: { replicatedJobs: { template: Job }[] } }>({
      ...NODES,
      run: Run.once(),
      engine: Engine.jobSet({ launch: Launch.torchrun(options) }),
    });
    return job.spec.replicatedJobs[0]?.template.spec?.template.spec?.containers[0]?.env?.filter(({ name }) => name.startsWith('PET_'));
  };

  test('are text, one per option', () => {
    expect(variables()).toEqual([
      { name: 'PET_NNODES', value: '4' },
      { name: 'PET_NPROC_PER_NODE', value: '8' },
      { name: 'PET_NODE_RANK', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" } } },
      { name: 'PET_MASTER_ADDR', value: '$(JOBSET_NAME)-node-0-0.$(JOBSET_NAME)' },
      { name: 'PET_MASTER_PORT', value: '29500' },
    ]);
  });

  test.each([
    ['BatchJob.processesPerNode', { processesPerNode: 0 }],
    ['BatchJob.processesPerNode', { processesPerNode: 1.5 }],
    ['BatchJob.port', { port: 1023 }],
    ['BatchJob.port', { port: 65_536 }],
  ])('are refused with %s', (code, options) => {
    expect(codeOf(() => variables(options))).toBe(code);
  });
});
