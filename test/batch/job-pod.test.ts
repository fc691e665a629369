import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { type JobPodProps, jobPod } from '../../src/batch/pod/job-pod';
import { codeOf } from '../support/code-of';
import { LABEL_CONTEXT } from '../support/label-context';

const identity = { app: 'train', instance: 'train', component: 'batch-job', context: LABEL_CONTEXT };
const props: JobPodProps = { image: 'ghcr.io/acme/train:1.4', cpu: Cpu.cores(1), memory: Size.gibibytes(1) };
const pod = (more: Partial<JobPodProps> = {}) => jobPod('job', identity, { ...props, ...more });

describe('jobPod', () => {
  test('never restarts in place, so that the failure policy sees each end', () => {
    expect(pod().spec?.restartPolicy).toBe('Never');
  });

  test('runs the program with its arguments where it is told to', () => {
    const container = pod({ command: ['python'], args: ['-m', 'train'], workingDir: '/app' }).spec?.containers[0];
    expect(container).toMatchObject({ name: 'main', command: ['python'], args: ['-m', 'train'], workingDir: '/app' });
  });

  test('gives time for a last checkpoint', () => {
    expect(pod({ terminationGracePeriod: Duration.minutes(2) }).spec?.terminationGracePeriodSeconds).toBe(120);
    expect(codeOf(() => pod({ terminationGracePeriod: Duration.millis(500) }))).toBe('BatchJob.terminationGracePeriod');
  });

  test('keeps a native sidecar, and restricts it where it says nothing', () => {
    const sidecar = { name: 'proxy', image: 'ghcr.io/acme/proxy:1', restartPolicy: 'Always' };
    expect(pod({ initContainers: [sidecar] }).spec?.initContainers).toEqual([
      { ...sidecar, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
    ]);
  });

  test('refuses a container that would keep the job from ever completing', () => {
    const extraContainers = [{ name: 'proxy', image: 'ghcr.io/acme/proxy:1' }];
    // @ts-expect-error it does not compile
    const refused: JobPodProps = { ...props, extraContainers };
    expect(codeOf(() => jobPod('job', identity, refused))).toBe('BatchJob.extraContainers');
  });
});
