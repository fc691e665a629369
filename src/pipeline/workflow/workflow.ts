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
import type { WorkflowOptions, WorkflowOrder } from '../order';
import type { BuiltPipeline, PipelineSite } from '../stages/gitops-stages';
import type { TaskStage } from '../stages/stage';
import { ancestors, type StageGraph, type StageNode, usersOf } from '../stages/stage-graph';
import { declareTasks, workflowTask } from './workflow-task';
import type { CronWorkflowSpec, DagTask, WorkflowSpec } from './workflow-types';

/** The template with the order of the tasks. */
const ENTRYPOINT = 'pipeline';

/** Stages as tasks of one workflow, which the engine runs in order. */
export function workflow(site: PipelineSite, graph: StageGraph, { options }: WorkflowOrder): BuiltPipeline {
  const { pipeline, name, namespace, labels: chartLabels } = site;
  refuseName(pipeline.node.path, name, graph);
  const { limits, cron, serviceAccount } = resolveWorkflow(pipeline.node.path, options);
  const chart = new Chart(pipeline, 'workflow', { namespace, labels: chartLabels });
  const data = dataChart(site, graph);
  const tasks = graph.nodes.map((node) => workflowTask(site, new Construct(chart, node.stage.name), node));
  const spec: WorkflowSpec = {
    entrypoint: ENTRYPOINT,
    serviceAccountName: executorAccess(chart, name, serviceAccount, graph),
    ...limits,
    templates: [{ name: ENTRYPOINT, dag: { tasks: graph.nodes.map(dagTask) } }, ...tasks.map(({ template }) => template)],
  };
  const object = customObject(chart, 'Resource', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: cron === undefined ? 'WorkflowTemplate' : 'CronWorkflow',
    metadata: { name, labels: workloadLabels({ app: name, instance: name, component: 'data-pipeline' }) },
    spec: cron === undefined ? spec : { ...cron, workflowSpec: spec },
  });
  for (const { remember } of tasks) remember(object);
  // Tasks of runs that overlap have no order.
  declareTasks(tasks, cron?.concurrencyPolicy === 'Allow' ? new Map() : ancestors(graph), limits.parallelism);
  return { charts: data === undefined ? [chart] : [data, chart], built: new Map() };
}

interface ResolvedWorkflow {
  /** Fields of the spec that apply to a whole run. */
  readonly limits: Omit<WorkflowSpec, 'entrypoint' | 'serviceAccountName' | 'templates'>;
  /** The schedule, if there is one. */
  readonly cron: Omit<CronWorkflowSpec, 'workflowSpec'> | undefined;
  /** The account of the tasks, if it exists already. */
  readonly serviceAccount: string | undefined;
}

function resolveWorkflow(where: string, options: WorkflowOptions): ResolvedWorkflow {
  const { deadline, parallelism, keepFinished = Duration.days(7), serviceAccount } = options;
  const most = { title: 'parallelism', min: 1 };
  return {
    limits: {
      ...(deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('DataPipeline.deadline', where, deadline, 1) }),
      ...(parallelism === undefined ? {} : { parallelism: wholeNumber('DataPipeline.parallelism', where, parallelism, most) }),
      ttlStrategy: { secondsAfterCompletion: wholeSeconds('DataPipeline.keepFinished', where, keepFinished) },
    },
    cron: resolveCron(where, options),
    serviceAccount: serviceAccount === undefined ? undefined : nameOf(serviceAccount),
  };
}

const ONLY_SCHEDULED = ['timeZone', 'concurrency', 'startingDeadline', 'history', 'suspend'] as const;

function resolveCron(where: string, options: WorkflowOptions): ResolvedWorkflow['cron'] {
  if (options.schedule === undefined) {
    const lost = ONLY_SCHEDULED.find((option) => options[option] !== undefined);
    if (lost === undefined) return undefined;
    const what = `\`${lost}\` requires \`schedule\``;
    throw new ConfigError('DataPipeline.schedule', { where, what, fix: `add schedule: '0 3 * * *', or remove \`${lost}\`` });
  }
  const { concurrency = 'Forbid', history = {}, startingDeadline = STARTING_DEADLINE } = options;
  const kept = (title: string, value: number) => wholeNumber('DataPipeline.history', where, value, { title, min: 0 });
  return {
    schedules: [cronSchedule('DataPipeline.schedule', where, options.schedule)],
    timezone: timeZoneName('DataPipeline.timeZone', where, options.timeZone ?? 'Etc/UTC'),
    concurrencyPolicy: concurrency,
    startingDeadlineSeconds: wholeSeconds('DataPipeline.startingDeadline', where, startingDeadline, 0),
    successfulJobsHistoryLimit: kept('succeeded', history.succeeded ?? 3),
    failedJobsHistoryLimit: kept('failed', history.failed ?? 1),
    // Always written: Argo CD does not notice a change of a field that Git does not set (argo-cd#14630).
    suspend: options.suspend ?? false,
  };
}

/** Claims and topics have a separate chart: unbound until the first run, they would keep the workflow's chart from becoming ready. */
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

/** A name that also fits a CronWorkflow. No task can have the name of the entry point. */
function refuseName(where: string, name: string, { nodes }: StageGraph): void {
  checkName('DataPipeline.name', where, name, DNS_LABEL, LONGEST_NAMES['argoproj.io/CronWorkflow'].max);
  if (nodes.every(({ stage }) => stage.name !== ENTRYPOINT)) return;
  const what = `stage name "${ENTRYPOINT}" is reserved for the workflow's entry point`;
  throw new ConfigError('DataPipeline.stages', { where, what, fix: 'rename the stage' });
}

/**
 * The ServiceAccount of the tasks, by name, with the one permission that the executor in every pod needs: to report how its task ended.
 *
 * The token is mounted in all containers of the pods, because the engine reads it there; its alternative is a Secret that never expires.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/workflow-rbac/
 */
function executorAccess(scope: Construct, name: string, given: string | undefined, graph: StageGraph): string {
  const own = `${name}-workflow`;
  const account = given ?? makeAccount(scope, own, name);
  const place = new Construct(scope, 'Executor');
  const rules = [{ apiGroup: 'argoproj.io', resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }];
  const role = new Role(place, 'Role', { name: own, rules });
  const accounts = new Set([account, ...graph.nodes.flatMap(({ stage }) => ownAccount(stage.props as TaskStage['props']))]);
  const subjects = [...accounts].sort().map((each) => Subject.account(each));
  new RoleBinding(place, 'Binding', { name: own, role, subjects });
  return account;
}

/** Unlike other accounts of this library, this one mounts its token: the engine cannot request it otherwise. */
function makeAccount(scope: Construct, name: string, app: string): string {
  const metadata = { name, labels: workloadLabels({ app, instance: name, component: 'data-pipeline' }) };
  const manifest = { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: true } as const;
  return kubeObject(scope, 'ServiceAccount', manifest).name;
}

function ownAccount({ serviceAccount }: { readonly serviceAccount?: string | NamedRef }): readonly string[] {
  return serviceAccount === undefined ? [] : [nameOf(serviceAccount)];
}
