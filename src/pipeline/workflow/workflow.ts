import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_LABEL } from '../../base/names';
import { wholeSeconds } from '../../base/units';
import { cronSchedule } from '../../batch/run/cron';
import { STARTING_DEADLINE, timeZoneName } from '../../batch/run/resolve-run';
import { customObject, kubeObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { wholeNumber } from '../../kube/whole-number';
import { Role } from '../../platform/access/role';
import { RoleBinding, Subject } from '../../platform/access/role-binding';
import { isMade, makeDataset } from '../data/dataset-objects';
import type { ScheduleOptions, WorkflowOptions, WorkflowOrder } from '../order';
import type { BuiltPipeline, PipelineSite } from '../stages/gitops-stages';
import type { TaskStage } from '../stages/stage';
import { ancestors, type StageGraph, type StageNode, usersOf } from '../stages/stage-graph';
import { declareTasks, workflowTask } from './workflow-task';
import type { CronWorkflowSpec, DagTask, WorkflowSpec } from './workflow-types';

/** The template that holds the order. */
const ENTRYPOINT = 'pipeline';

/** Stages as tasks of one workflow, which the engine runs in order. */
export function workflow(site: PipelineSite, graph: StageGraph, { options }: WorkflowOrder): BuiltPipeline {
  const { pipeline, name, namespace, labels: chartLabels } = site;
  refuseName(pipeline.node.path, name, graph);
  const schedule = scheduleOf(pipeline.node.path, options);
  const chart = new Chart(pipeline, 'workflow', { namespace, labels: chartLabels });
  const data = dataChart(site, graph);
  const tasks = graph.nodes.map((node) => workflowTask(site, new Construct(chart, node.stage.name), node));
  const account = executorAccess(chart, name, options, graph);
  const spec: WorkflowSpec = {
    entrypoint: ENTRYPOINT,
    serviceAccountName: account,
    ...workflowLimits(pipeline.node.path, options),
    templates: [{ name: ENTRYPOINT, dag: { tasks: graph.nodes.map(dagTask) } }, ...tasks.map(({ template }) => template)],
  };
  const labels = workloadLabels({ app: name, instance: name, component: 'data-pipeline' });
  const object = customObject(chart, 'Resource', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: schedule === undefined ? 'WorkflowTemplate' : 'CronWorkflow',
    metadata: { name, labels },
    spec: schedule === undefined ? spec : cronSpec(pipeline.node.path, schedule, spec),
  });
  for (const { remember } of tasks) remember(object);
  // Runs that overlap know no order among them.
  declareTasks(tasks, schedule?.concurrency === 'Allow' ? new Map() : ancestors(graph), options.parallelism);
  return { charts: data === undefined ? [chart] : [data, chart], built: new Map() };
}

/** Claims and topics have a chart of their own: unbound until the first run, they would keep the workflow's from ever being ready. */
function dataChart({ pipeline, name, namespace, labels }: PipelineSite, graph: StageGraph): Chart | undefined {
  const made = usersOf(graph)
    .map(({ dataset }) => dataset)
    .filter(isMade);
  if (made.length === 0) return undefined;
  const chart = new Chart(pipeline, 'data', { namespace, labels });
  for (const dataset of made) makeDataset(chart, name, dataset);
  return chart;
}

function dagTask({ stage, after }: StageNode): DagTask {
  const dependencies = [...after.keys()].map((before) => before.name);
  return { name: stage.name, template: stage.name, ...(dependencies.length === 0 ? {} : { dependencies }) };
}

/** A name that fits a CronWorkflow too; a task may not take the name of the order itself. */
function refuseName(where: string, name: string, { nodes }: StageGraph): void {
  checkName('DataPipeline.name', where, name, DNS_LABEL, LONGEST_NAMES['argoproj.io/CronWorkflow'].max);
  if (nodes.every(({ stage }) => stage.name !== ENTRYPOINT)) return;
  const what = `a stage is called "${ENTRYPOINT}", as the workflow calls the order of all`;
  throw new ConfigError('DataPipeline.stages', { where, what, fix: 'give it another name' });
}

/** What holds for a whole run. */
export function workflowLimits(
  where: string,
  { deadline, parallelism, keepFinished = Duration.days(7) }: WorkflowOptions,
): Omit<WorkflowSpec, 'entrypoint' | 'serviceAccountName' | 'templates'> {
  return {
    ...(deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('DataPipeline.deadline', where, deadline, 1) }),
    ...(parallelism === undefined
      ? {}
      : { parallelism: wholeNumber('DataPipeline.parallelism', where, parallelism, { title: 'parallelism', min: 1 }) }),
    ttlStrategy: { secondsAfterCompletion: wholeSeconds('DataPipeline.keepFinished', where, keepFinished) },
  };
}

/** The schedule around a workflow. `suspend` is written out: Argo CD does not see a change of a field that Git leaves open (argo-cd#14630). */
export function cronSpec(where: string, options: ScheduleOptions, workflowSpec: WorkflowSpec): CronWorkflowSpec {
  const { concurrency = 'Forbid', history = {}, startingDeadline = STARTING_DEADLINE } = options;
  const kept = (title: string, value: number) => wholeNumber('DataPipeline.history', where, value, { title, min: 0 });
  return {
    schedules: [cronSchedule('DataPipeline.schedule', where, options.schedule)],
    timezone: timeZoneName('DataPipeline.timeZone', where, options.timeZone ?? 'Etc/UTC'),
    concurrencyPolicy: concurrency,
    startingDeadlineSeconds: wholeSeconds('DataPipeline.startingDeadline', where, startingDeadline, 0),
    successfulJobsHistoryLimit: kept('succeeded', history.succeeded ?? 3),
    failedJobsHistoryLimit: kept('failed', history.failed ?? 1),
    suspend: options.suspend ?? false,
    workflowSpec,
  };
}

const ONLY_SCHEDULED = ['timeZone', 'concurrency', 'startingDeadline', 'history', 'suspend'] as const;

/** The schedule, if there is one. What means something only with one does not compile without. */
export function scheduleOf(where: string, options: WorkflowOptions): ScheduleOptions | undefined {
  if (options.schedule !== undefined) return options;
  const lost = ONLY_SCHEDULED.find((option) => options[option] !== undefined);
  if (lost === undefined) return undefined;
  const what = `${lost} means something only to a workflow with a schedule`;
  throw new ConfigError('DataPipeline.schedule', { where, what, fix: "add schedule: '0 3 * * *', or take it out" });
}

/**
 * The ServiceAccount of the tasks, by name, with the one right that the executor in every pod needs: to say how its task ended.
 *
 * The token is in the pods, the task's own container included: the engine takes it from there, and the other way that it knows asks for a Secret
 * that never expires.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/workflow-rbac/
 */
export function executorAccess(scope: Construct, name: string, { serviceAccount }: WorkflowOptions, graph: StageGraph): string {
  const own = `${name}-workflow`;
  const account = serviceAccount === undefined ? makeAccount(scope, own, name) : nameOf(serviceAccount);
  const place = new Construct(scope, 'Executor');
  const rules = [{ apiGroup: 'argoproj.io', resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }];
  const role = new Role(place, 'Role', { name: own, rules });
  const accounts = new Set([account, ...graph.nodes.flatMap(({ stage }) => ownAccount(stage.props as TaskStage['props']))]);
  const subjects = [...accounts].sort().map((each) => Subject.account(each));
  new RoleBinding(place, 'Binding', { name: own, role, subjects });
  return account;
}

/** Unlike other accounts of this library, this one mounts its token: the engine has no way to ask for it. */
function makeAccount(scope: Construct, name: string, app: string): string {
  const metadata = { name, labels: workloadLabels({ app, instance: name, component: 'data-pipeline' }) };
  const manifest = { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: true } as const;
  return kubeObject(scope, 'ServiceAccount', manifest).name;
}

function ownAccount({ serviceAccount }: { readonly serviceAccount?: string | NamedRef }): readonly string[] {
  return serviceAccount === undefined ? [] : [nameOf(serviceAccount)];
}
