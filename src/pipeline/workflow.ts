import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { PodTemplateSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_LABEL } from '../base/names';
import { wholeSeconds } from '../base/units';
import { cronSchedule } from '../batch/cron';
import { rememberDemand } from '../batch/queue-findings';
import { STARTING_DEADLINE } from '../batch/run';
import { timeZoneName } from '../batch/time-zone';
import { checkPinned } from '../environment/pinned-image';
import { type Demand, declareDemand } from '../kube/demand';
import { nameOf } from '../kube/environment-variables';
import { customObject } from '../kube/kube-object';
import { workloadLabels } from '../kube/labels';
import { devicesOf, productOf } from '../kube/pod-demand';
import { warn } from '../kube/warning';
import { wholeNumber } from '../kube/whole-number';
import { withAccess } from './build-stage';
import { isMade, makeDataset } from './dataset-objects';
import { dataAccess } from './dataset-use';
import { executorAccess } from './executor-access';
import type { BuiltPipeline, PipelineSite } from './gitops-stages';
import type { WorkflowOptions, WorkflowOrder } from './order';
import { type TaskStage, withoutLinks } from './stage';
import { type StageGraph, type StageNode, usersOf } from './stage-graph';
import { taskPod, taskTemplate } from './task-template';
import type { CronWorkflowSpec, DagTask, TaskTemplate, WorkflowSpec } from './workflow-types';

/** The template that holds the order. */
const ENTRYPOINT = 'pipeline';

/** Stages as tasks of one workflow, which the engine runs in order. */
export function workflow(site: PipelineSite, graph: StageGraph, { options }: WorkflowOrder): BuiltPipeline {
  const { pipeline, name, namespace } = site;
  refuseName(pipeline.node.path, name, graph);
  const chart = new Chart(pipeline, 'workflow', { namespace });
  const data = dataChart(site, graph);
  const tasks = graph.nodes.map((node) => task(site, new Construct(chart, node.stage.name), node));
  const account = executorAccess(chart, name, options, graph);
  const spec: WorkflowSpec = {
    entrypoint: ENTRYPOINT,
    serviceAccountName: account,
    ...limits(pipeline.node.path, options),
    templates: [{ name: ENTRYPOINT, dag: { tasks: graph.nodes.map(dagTask) } }, ...tasks.map(({ template }) => template)],
  };
  const labels = workloadLabels({ app: name, instance: name, component: 'data-pipeline' });
  const object = customObject(chart, 'Resource', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: options.schedule === undefined ? 'WorkflowTemplate' : 'CronWorkflow',
    metadata: { name, labels },
    spec: options.schedule === undefined ? spec : cronSpec(pipeline.node.path, options.schedule, options, spec),
  });
  for (const { remember } of tasks) remember(object);
  return { charts: data === undefined ? [chart] : [data, chart], built: new Map() };
}

/** Claims and topics have a chart of their own: unbound until the first run, they would keep the workflow's from ever being ready. */
function dataChart({ pipeline, name, namespace }: PipelineSite, graph: StageGraph): Chart | undefined {
  const made = usersOf(graph)
    .map(({ dataset }) => dataset)
    .filter(isMade);
  if (made.length === 0) return undefined;
  const chart = new Chart(pipeline, 'data', { namespace });
  for (const dataset of made) makeDataset(chart, name, dataset);
  return chart;
}

function dagTask({ stage, after }: StageNode): DagTask {
  const dependencies = [...after.keys()].map((before) => before.name);
  return { name: stage.name, template: stage.name, ...(dependencies.length === 0 ? {} : { dependencies }) };
}

interface Task {
  readonly template: TaskTemplate;
  /** Takes the task into the account of queues and capacity. */
  readonly remember: (object: ReturnType<typeof customObject>) => void;
}

function task({ name: app, namespace }: PipelineSite, construct: Construct, node: StageNode): Task {
  const where = construct.node.path;
  const stage = node.stage as TaskStage;
  const props = withAccess(withoutLinks(stage.props), dataAccess(where, namespace, node.reads, node.writes));
  refuseEndless(where, props);
  checkPinned('BatchJob.image', construct, props.image);
  warnOfMissingCommand(construct, props);
  const pod = taskPod(where, { app: props.app ?? app, instance: stage.name, component: 'batch-job', version: props.version }, props);
  const { accelerator } = props;
  const queue = props.queue === undefined ? undefined : nameOf(props.queue);
  declareDemand(construct, ...demands(`${namespace}/${stage.name}`, pod, queue));
  return {
    template: taskTemplate(where, stage.name, pod, props),
    remember: (object) => rememberDemand({ construct, object, queue, accelerator, pods: [{ template: pod, count: 1 }] }),
  };
}

/** The object tells nobody else what its tasks ask for. */
function demands(workload: string, { spec = { containers: [] } }: PodTemplateSpec, queue: string | undefined): readonly Demand[] {
  const waits = queue === undefined ? {} : { queue };
  return [...devicesOf(spec)].map(([resource, devices]) => {
    const product = productOf(spec, resource);
    return { workload, resource, ...(product === undefined ? {} : { product }), devices, live: 0, batch: 1, ...waits };
  });
}

function limits(where: string, { deadline, parallelism, keepFinished = Duration.days(7) }: WorkflowOptions) {
  return {
    ...(deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('DataPipeline.deadline', where, deadline, 1) }),
    ...(parallelism === undefined
      ? {}
      : { parallelism: wholeNumber('DataPipeline.parallelism', where, parallelism, { title: 'parallelism', min: 1 }) }),
    ttlStrategy: { secondsAfterCompletion: wholeSeconds('DataPipeline.keepFinished', where, keepFinished) },
  };
}

/** `suspend` is written out: Argo CD does not see a change of a field that Git leaves open (argo-cd#14630). */
function cronSpec(where: string, schedule: string, options: WorkflowOptions, workflowSpec: WorkflowSpec): CronWorkflowSpec {
  const { concurrency = 'Forbid', history = {}, startingDeadline = STARTING_DEADLINE } = options;
  if (!['Forbid', 'Replace', 'Allow'].includes(concurrency)) {
    const what = `concurrency ${JSON.stringify(concurrency)} is not known`;
    throw new ConfigError('DataPipeline.concurrency', { where, what, fix: 'use Forbid, Replace, Allow' });
  }
  const kept = (title: string, value: number) => wholeNumber('DataPipeline.history', where, value, { title, min: 0 });
  return {
    schedules: [cronSchedule('DataPipeline.schedule', where, schedule)],
    timezone: timeZoneName('DataPipeline.timeZone', where, options.timeZone ?? 'Etc/UTC'),
    concurrencyPolicy: concurrency,
    startingDeadlineSeconds: wholeSeconds('DataPipeline.startingDeadline', where, startingDeadline, 0),
    successfulJobsHistoryLimit: kept('succeeded', history.succeeded ?? 3),
    failedJobsHistoryLimit: kept('failed', history.failed ?? 1),
    suspend: options.suspend ?? false,
    workflowSpec,
  };
}

/** The controller puts a dash and ten digits behind the name of a CronWorkflow; a task may not take the name of the order itself. */
function refuseName(where: string, name: string, { nodes }: StageGraph): void {
  checkName('DataPipeline.name', where, name, DNS_LABEL, 52);
  if (nodes.every(({ stage }) => stage.name !== ENTRYPOINT)) return;
  const what = `a stage is called "${ENTRYPOINT}", as the workflow calls the order of all`;
  throw new ConfigError('DataPipeline.stages', { where, what, fix: 'give it another name' });
}

function refuseEndless(where: string, { accelerator, deadline }: TaskStage['props']): void {
  if (accelerator === undefined || deadline !== undefined) return;
  const what = `the task asks for ${accelerator.count} ${accelerator.resource} and has no deadline, so a hung run would hold them for ever`;
  throw new ConfigError('DataPipeline.deadline', {
    where,
    what,
    fix: 'add deadline: Duration.hours(12), the longest that a good try takes',
  });
}

/** @see https://argo-workflows.readthedocs.io/en/latest/workflow-executors/#emissary-emissary */
function warnOfMissingCommand(construct: Construct, { command }: TaskStage['props']): void {
  if (command !== undefined) return;
  warn(construct, 'DataPipeline.command', {
    what: 'names no command, so the controller of Argo Workflows looks it up in the image, and needs to reach the registry with credentials for it',
    fix: "add command: ['python', '-m', 'acme.ingest']",
  });
}
