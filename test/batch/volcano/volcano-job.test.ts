import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { Engine } from '../../../src/batch/job-engine';
import { Run } from '../../../src/batch/run/run';
import type { VolcanoJobProps, VolcanoOptions } from '../../../src/batch/volcano/volcano-job-props';
import { codeOf } from '../../support/code-of';
import { NODES, objectOf } from '../engine-job';

const { deadline: _, ...VOLCANO_NODES } = NODES;

interface VolcanoJobSpec {
  readonly maxRetry: number;
  readonly priorityClassName?: string;
  readonly plugins: object;
  readonly policies: readonly object[];
  readonly tasks: readonly { readonly template: PodTemplateSpec }[];
}

function made(props: Partial<VolcanoJobProps> = {}, options: VolcanoOptions = {}, name = 'train'): VolcanoJobSpec {
  const job = { ...VOLCANO_NODES, run: Run.once(), ...props, name, engine: Engine.volcano(options) };
  return objectOf<{ readonly spec: VolcanoJobSpec }>(job).spec;
}

describe('a Job of Volcano', () => {
  test('starts when all nodes can, or the given number', () => {
    expect(made()).toMatchObject({ minAvailable: 4, tasks: [{ name: 'node', replicas: 4, minAvailable: 4 }] });
    expect(made({}, { minAvailable: 2 })).toMatchObject({ minAvailable: 2, tasks: [{ replicas: 4, minAvailable: 2 }] });
  });

  // Volcano fails a job when its tries reach maxRetry, and reads 0 as 3.
  test.each([
    [undefined, 4],
    [0, 1],
    [7, 8],
  ])('%p retries are %d tries', (retries, maxRetry) => {
    expect(made({ retries }).maxRetry).toBe(maxRetry);
  });

  test('checks exit codes before failed pods', () => {
    expect(made({ finalExitCodes: [3, 2] }).policies).toEqual([
      { exitCode: 2, action: 'TerminateJob' },
      { exitCode: 3, action: 'TerminateJob' },
      { event: 'PodEvicted', action: 'RestartJob' },
      { event: 'PodFailed', action: 'RestartJob' },
      { event: 'TaskCompleted', action: 'CompleteJob' },
    ]);
  });

  test('connects the nodes by the host names of its plugin', () => {
    const spec = made({}, { processesPerNode: 2, port: 4000 });
    const env = Object.fromEntries(spec.tasks[0]?.template.spec?.containers[0]?.env?.map(({ name, value }) => [name, value]) ?? []);
    expect(env).toMatchObject({
      PET_NNODES: '4',
      PET_NPROC_PER_NODE: '2',
      PET_MASTER_ADDR: '$(VOLCANO_JOB)-node-0.$(VOLCANO_JOB)',
      PET_MASTER_PORT: '4000',
    });
    expect(Object.keys(spec.plugins)).toEqual(['svc']);
  });

  test('has the priority of its pods, because the queue reads the job', () => {
    const spec = made({ priorityClassName: 'low' });
    expect(spec.priorityClassName).toBe('low');
    expect(spec.tasks[0]?.template.spec?.priorityClassName).toBe('low');
  });

  test('leaves room for the names of its pods', () => {
    expect(codeOf(() => made({}, {}, 'a'.repeat(63 - 9 - '-node-3'.length)))).toBe('accepted');
    expect(codeOf(() => made({}, {}, 'a'.repeat(64 - 9 - '-node-3'.length)))).toBe('BatchJob.name');
  });
});

describe('Volcano refuses', () => {
  test.each<[string, string, Partial<VolcanoJobProps>, VolcanoOptions]>([
    ['an invalid queue name', 'BatchJob.queue', {}, { queue: 'No Name' }],
    ['a queue name that is too long for a label', 'BatchJob.queue', {}, { queue: 'a'.repeat(64) }],
    ['a minimum above the number of nodes', 'BatchJob.minAvailable', {}, { minAvailable: 5 }],
    ['a minimum of zero', 'BatchJob.minAvailable', {}, { minAvailable: 0 }],
    ['a rank', 'BatchJob.env', { env: { PET_NODE_RANK: '0' } }, {}],
    ['exit code 0', 'BatchJob.finalExitCodes', { finalExitCodes: [0] }, {}],
    ['zero processes', 'BatchJob.processesPerNode', {}, { processesPerNode: 0 }],
  ])('%s', (_, code, props, options) => {
    expect(codeOf(() => made(props, options))).toBe(code);
  });
});
