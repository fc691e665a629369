import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { LONGEST_NAMES } from '../base/derived-names';
import { checkName, DNS_LABEL } from '../base/names';
import { customObject } from '../kube/kube-object';
import { workloadLabels } from '../kube/labels';
import { isMade, makeDataset } from './dataset-objects';
import { executorAccess } from './executor-access';
import type { BuiltPipeline, PipelineSite } from './gitops-stages';
import type { WorkflowOrder } from './order';
import { ancestors, type StageGraph, type StageNode, usersOf } from './stage-graph';
import { cronSpec, scheduleOf, workflowLimits } from './workflow-spec';
import { declareTasks, workflowTask } from './workflow-task';
import type { DagTask, WorkflowSpec } from './workflow-types';

/** The template that holds the order. */
const ENTRYPOINT = 'pipeline';

/** Stages as tasks of one workflow, which the engine runs in order. */
export function workflow(site: PipelineSite, graph: StageGraph, { options }: WorkflowOrder): BuiltPipeline {
  const { pipeline, name, namespace } = site;
  refuseName(pipeline.node.path, name, graph);
  const schedule = scheduleOf(pipeline.node.path, options);
  const chart = new Chart(pipeline, 'workflow', { namespace });
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

/** A name that fits a CronWorkflow too; a task may not take the name of the order itself. */
function refuseName(where: string, name: string, { nodes }: StageGraph): void {
  checkName('DataPipeline.name', where, name, DNS_LABEL, LONGEST_NAMES['argoproj.io/CronWorkflow'].max);
  if (nodes.every(({ stage }) => stage.name !== ENTRYPOINT)) return;
  const what = `a stage is called "${ENTRYPOINT}", as the workflow calls the order of all`;
  throw new ConfigError('DataPipeline.stages', { where, what, fix: 'give it another name' });
}
