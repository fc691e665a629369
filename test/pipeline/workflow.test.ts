import { Chart, Duration, Size } from 'cdk8s';
import type { PodSpec } from '../../imports/kubernetes';
import { findingText } from '../../src/base/finding';
import { Queue } from '../../src/batch/queue/queue';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { Dataset } from '../../src/pipeline/data/dataset';
import { Order, type WorkflowOptions } from '../../src/pipeline/order';
import { Stage, type TaskOptions, type TaskStage } from '../../src/pipeline/stages/stage';
import { taskPod, taskTemplate } from '../../src/pipeline/workflow/task-template';
import type { CronWorkflowSpec, TaskTemplate, WorkflowSpec } from '../../src/pipeline/workflow/workflow-types';
import { LocalQueue } from '../../src/platform/queue/local-queue';
import { renderApp } from '../../src/render/render-app';
import { codeOf } from '../support/code-of';
import { LABEL_CONTEXT } from '../support/label-context';
import { PipelineFixture, TASK } from './pipeline-fixture';

const fixture = (options: WorkflowOptions, ...stages: readonly TaskStage[]) => {
  const made = new PipelineFixture();
  made.pipeline({ order: Order.argoWorkflows(options), stages });
  return made;
};
const objectOf = (made: PipelineFixture, kind: string) => made.objects().find((object) => object.kind === kind);
const specOf = (made: PipelineFixture) => objectOf(made, 'WorkflowTemplate')?.spec as WorkflowSpec;
const cronOf = (options: WorkflowOptions) =>
  objectOf(fixture(options, Stage.job('ingest', TASK)), 'CronWorkflow')?.spec as CronWorkflowSpec;
const templateOf = (props: Partial<TaskOptions>) =>
  specOf(fixture({}, Stage.job('ingest', { ...TASK, ...props }))).templates.find(({ name }) => name === 'ingest') as TaskTemplate;

test('a workflow renders with its account, its one right, and a claim in a chart of its own', () => {
  const set = Dataset.pvc('training-set', { size: Size.gibibytes(10), accessMode: 'ReadWriteOnce' });
  const extract = Stage.job('extract', { ...TASK, writes: [set] });
  const train = Stage.train('train', { ...TASK, accelerator: Gpu.nvidia(1), finalExitCodes: [3, 2], reads: [set] });
  const files = [...fixture({ schedule: '0 3 * * *', timeZone: 'Europe/Berlin' }, train, extract).files()];
  expect(files.map(([path, text]) => `# ${path}\n${text}`).join('')).toMatchSnapshot();
});

describe('without a schedule', () => {
  test('it is a template that people start, and finished runs go after a week', () => {
    const spec = specOf(fixture({}, Stage.job('ingest', TASK)));
    expect(spec).toMatchObject({ entrypoint: 'pipeline', ttlStrategy: { secondsAfterCompletion: 604_800 } });
    expect(Object.keys(spec).sort()).toEqual(['entrypoint', 'serviceAccountName', 'templates', 'ttlStrategy']);
  });

  test('limits are those that were asked for', () => {
    const options = { deadline: Duration.hours(2), parallelism: 3, keepFinished: Duration.days(1) };
    expect(specOf(fixture(options, Stage.job('ingest', TASK)))).toMatchObject({
      activeDeadlineSeconds: 7200,
      parallelism: 3,
      ttlStrategy: { secondsAfterCompletion: 86_400 },
    });
  });
});

describe('with a schedule', () => {
  test('nothing is left to the defaults of the engine', () => {
    expect(cronOf({ schedule: '@daily' })).toMatchObject({
      schedules: ['@daily'],
      timezone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      suspend: false,
    });
  });

  test('its options do not compile without it', () => {
    // @ts-expect-error a time zone of no schedule
    expect(Order.argoWorkflows({ timeZone: 'Europe/Berlin' }).kind).toBe('argoWorkflows');
  });

  test('all of it can be said', () => {
    const options = {
      concurrency: 'Replace' as const,
      startingDeadline: Duration.minutes(5),
      history: { succeeded: 0, failed: 9 },
      suspend: true,
    };
    expect(cronOf({ schedule: '@daily', ...options })).toMatchObject({
      concurrencyPolicy: 'Replace',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 9,
      suspend: true,
    });
  });
});

describe('a task', () => {
  test('tries again as a Job would: three times, and not after a final exit code', () => {
    expect(templateOf({}).retryStrategy).toMatchObject({ limit: 3, retryPolicy: 'Always' });
    expect(templateOf({ retries: 1 }).retryStrategy?.limit).toBe(1);
    expect(templateOf({ retries: 0 }).retryStrategy).toBeUndefined();
    expect(templateOf({ finalExitCodes: [3, 2, 3] }).retryStrategy?.expression).toBe('!(asInt(lastRetry.exitCode) in [2, 3])');
  });

  test('is seen by its queue', () => {
    const { labels, annotations } = templateOf({
      queue: Queue.local('team-a', { priority: 'nightly', topology: { required: 'rack' } }),
    }).metadata;
    expect(labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'team-a', 'kueue.x-k8s.io/priority-class': 'nightly' });
    expect(annotations).toEqual({ 'kueue.x-k8s.io/podset-required-topology': 'rack' });
  });

  test('has every field of the pod that a Job would have, in a place of the template or in its patch', () => {
    const props: TaskOptions = {
      ...TASK,
      serviceAccount: 'ingest',
      imagePullSecrets: ['registry'],
      runtimeClassName: 'nvidia',
      schedulerName: 'volcano',
      priorityClassName: 'batch',
      nodeSelector: { pool: 'batch' },
      tolerations: [{ key: 'spot', operator: 'Exists' }],
      affinity: { podAffinity: {} },
      topologySpread: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
      terminationGracePeriod: Duration.minutes(2),
      initContainers: [{ name: 'fetch', image: TASK.image }],
      mounts: [Mount.claim('/data', 'data')],
      workingDir: '/work',
    };
    const pod = taskPod('here', { app: 'a', instance: 'ingest', component: 'batch-job', context: LABEL_CONTEXT }, props);
    const template = taskTemplate('here', 'ingest', pod, props);
    const patch = JSON.parse(template.podSpecPatch ?? '{}');
    const { containers, restartPolicy, automountServiceAccountToken, ...rest } = pod.spec as PodSpec;
    expect([restartPolicy, automountServiceAccountToken]).toEqual(['Never', false]);
    expect({ ...template, ...patch }).toMatchObject(rest as object);
    expect({ name: 'main', ...template.container }).toEqual(containers[0]);
    // Else the executor of a pod with an account of this library would have no token.
    expect(patch.automountServiceAccountToken).toBe(true);
  });

  test('with an account of its own gives that account the right of the executor', () => {
    const made = fixture(
      { serviceAccount: 'runner' },
      Stage.job('ingest', { ...TASK, serviceAccount: { name: 'ingest' } }),
      Stage.job('train', TASK),
    );
    const binding = objectOf(made, 'RoleBinding') as unknown as { subjects: { name: string }[] };
    expect(binding.subjects.map(({ name }) => name)).toEqual(['ingest', 'runner']);
    expect([specOf(made).serviceAccountName, objectOf(made, 'ServiceAccount')]).toEqual(['runner', undefined]);
  });

  test('without a command is warned of: the controller would have to look into the image', () => {
    const warnings = renderApp(fixture({}, Stage.job('ingest', { ...TASK, command: undefined })).app).warnings.map(findingText);
    expect(warnings).toEqual([
      expect.stringMatching(/^prod\/features\/workflow\/ingest: names no command.*\n.*\[DataPipeline\.command\]$/),
    ]);
  });
});

describe('a workflow refuses', () => {
  test.each<[string, string, WorkflowOptions]>([
    ['a schedule that is none', 'DataPipeline.schedule', { schedule: 'nightly' }],
    // What the compiler refuses, said to those who have none.
    ['a time zone without a schedule', 'DataPipeline.schedule', { timeZone: 'Europe/Berlin' } as never],
    ['a suspension without a schedule', 'DataPipeline.schedule', { suspend: true } as never],
    ['a time zone that is none', 'DataPipeline.timeZone', { schedule: '@daily', timeZone: 'Berlin' }],
    ['a history of less than nothing', 'DataPipeline.history', { schedule: '@daily', history: { failed: -1 } }],
    [
      'a starting deadline of half a second',
      'DataPipeline.startingDeadline',
      { schedule: '@daily', startingDeadline: Duration.millis(500) },
    ],
    ['a deadline of nothing', 'DataPipeline.deadline', { deadline: Duration.seconds(0) }],
    ['no parallelism', 'DataPipeline.parallelism', { parallelism: 0 }],
    ['half a second of keeping', 'DataPipeline.keepFinished', { keepFinished: Duration.millis(500) }],
  ])('%s', (_, code, options) => {
    expect(codeOf(() => fixture(options, Stage.job('ingest', TASK)))).toBe(code);
  });

  test.each<[string, string, Partial<TaskOptions>]>([
    ['a device without a deadline', 'DataPipeline.deadline', { accelerator: Gpu.nvidia(1), deadline: undefined }],
    ['an image that moves', 'BatchJob.image', { image: 'ghcr.io/acme/ingest:latest' }],
    ['a container that the engine adds itself', 'DataPipeline.containers', { initContainers: [{ name: 'wait', image: TASK.image }] }],
    ['an exit code that is none', 'BatchJob.finalExitCodes', { finalExitCodes: [0] }],
    ['retries that are none', 'BatchJob.retries', { retries: -1 }],
  ])('%s', (_, code, props) => {
    expect(codeOf(() => fixture({}, Stage.job('ingest', { ...TASK, ...props })))).toBe(code);
  });

  test('a stage that is called as the order of all', () => {
    expect(codeOf(() => fixture({}, Stage.job('pipeline', TASK)))).toBe('DataPipeline.stages');
  });

  test('a name that leaves no room for the minute of a run', () => {
    const made = new PipelineFixture();
    const props = { order: Order.argoWorkflows(), stages: [Stage.job('a', TASK)], name: 'a'.repeat(53) };
    expect(codeOf(() => made.pipeline(props))).toBe('DataPipeline.name');
  });
});

test('devices of tasks are counted against what there is, those in queues by their queue', () => {
  const made = fixture(
    {},
    Stage.job('tune', { ...TASK, accelerator: Gpu.nvidia(4, { product: 'H100' }) }),
    Stage.job('train', { ...TASK, accelerator: Gpu.nvidia(2), queue: 'nightly' }),
  );
  const demands = demandsBelow(made.prod).map(({ workload, resource, product, devices, batch, queue }) => [
    workload,
    resource,
    product,
    devices,
    batch,
    queue,
  ]);
  expect(demands).toEqual([
    ['team-a/train', 'nvidia.com/gpu', undefined, 2, 1, 'nightly'],
    ['team-a/tune', 'nvidia.com/gpu', 'H100', 4, 1, undefined],
  ]);
});

describe('of the devices of a workflow count', () => {
  const gpu = (count: number) => ({ ...TASK, accelerator: Gpu.nvidia(count) });
  const counted = (options: WorkflowOptions) => {
    const first = Stage.job('first', gpu(4));
    const [left, right] = [Stage.job('left', { ...gpu(2), after: [first] }), Stage.job('right', { ...gpu(3), after: [first] })];
    const demands = demandsBelow(fixture(options, first, left, right).prod);
    return demands.filter(({ batch }) => batch === 1).map(({ workload }) => workload.replace('team-a/', ''));
  };

  test('those that can run at the same time, and not those that come after one another', () => {
    expect(counted({})).toEqual(['left', 'right']);
  });

  test('no more than run at once', () => {
    expect(counted({ parallelism: 1 })).toEqual(['first']);
  });

  test('all where runs overlap', () => {
    expect(counted({ schedule: '@daily', concurrency: 'Allow' })).toEqual(['first', 'left', 'right']);
  });
});

test('a task with a device and no queue is a finding in an app that has queues', () => {
  const made = fixture({}, Stage.job('train', { ...TASK, accelerator: Gpu.nvidia(1) }));
  new LocalQueue(new Chart(made.prod, 'queues', { namespace: 'team-a' }), 'team-a', { clusterQueue: 'research' });
  expect(made.findings().join()).toMatch(
    /^prod\/features\/workflow\/train: the job requests 1 nvidia\.com\/gpu without a queue.*\n.*\[BatchJob\.queue\]/,
  );
});
