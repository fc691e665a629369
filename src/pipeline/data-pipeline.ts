import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import type { Finding } from '../base/finding';
import { checkName, DNS_LABEL } from '../base/names';
import { validateProps } from '../base/validate-props';
import type { BatchJob } from '../batch/batch-job';
import { chartAround } from '../kube/chart-directory';
import { addFindings } from '../kube/construct-findings';
import type { MLService } from '../serving/ml-service';
import type { StatefulService } from '../workload/stateful-service';
import type { WebService } from '../workload/web-service';
import { pipelineFindings } from './findings/pipeline-findings';
import { checkQuotas } from './findings/stage-quotas';
import type { GitOpsOrder, Order, WorkflowOrder } from './order';
import type { BuiltStage } from './stages/build-stage';
import { type BuiltPipeline, gitOpsStages, type PipelineSite } from './stages/gitops-stages';
import type { JobStage, ServeStage, ServiceStage, Stage, StatefulStage, TaskStage } from './stages/stage';
import { type StageGraph, stageGraph } from './stages/stage-graph';
import { workflow } from './workflow/workflow';

interface CommonProps {
  /** The namespace of all its objects. @example 'team-a' */
  readonly namespace: string;
  /** Label `app.kubernetes.io/name` and name of the workflow: `'ranking'`. @default - the construct's id */
  readonly name?: string;
  /** Labels of all its objects: `{ team: 'ranking' }`, which also sets the team of its pods in cost reports. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

interface OrderedByGitOps extends CommonProps {
  /** What starts the stages in order. @example Order.gitops() */
  readonly order: GitOpsOrder;
  /** The stages; the order of the list does not matter (`DataPipeline.stages`). @example [ingest, train] */
  readonly stages: readonly Stage[];
}

interface OrderedByWorkflow extends CommonProps {
  /** What starts the stages in order. @example Order.argoWorkflows() */
  readonly order: WorkflowOrder;
  /** The stages; only work that ends. The order of the list does not matter. @example [ingest, train] */
  readonly stages: readonly TaskStage[];
}

/** Types restrict the stages of an order: a server in a workflow does not compile. */
export type DataPipelineProps = OrderedByGitOps | OrderedByWorkflow;

/**
 * Stages and the datasets between them: which stage writes and reads which dataset, and what starts the stages in order.
 *
 * It creates its own charts (`charts`), so its scope is an environment or the app, not a chart (`DataPipeline.scope`).
 */
export class DataPipeline extends Construct {
  /** The charts to deliver. Empty if the stages have findings, which are reported at render time. */
  readonly charts: readonly Chart[];
  private readonly built: ReadonlyMap<Stage, BuiltStage>;

  constructor(scope: Construct, id: string, props: DataPipelineProps) {
    super(scope, id);
    const { site, order, graph, findings } = resolvePipeline(this, id, props);
    addFindings(this, () => [...findings]);
    checkQuotas(this, site.namespace, order.kind === 'argoWorkflows');
    const { charts, built } = findings.length > 0 ? NOTHING : build(site, graph, order);
    this.charts = charts;
    this.built = built;
  }

  /** The construct of a stage: the service for a route, the job for a dependency. Tasks of a workflow have none (`DataPipeline.stage`). */
  stage(stage: ServeStage): MLService;
  stage(stage: ServiceStage): WebService;
  stage(stage: StatefulStage): StatefulService;
  stage(stage: TaskStage | JobStage): BatchJob;
  stage(stage: Stage): BuiltStage {
    const built = this.built.get(stage);
    if (built !== undefined) return built;
    const what = `stage "${stage.name}" has no construct: it is not in this pipeline, it is a task of a workflow, or the pipeline has findings`;
    throw new ConfigError('DataPipeline.stage', { where: this.node.path, what, fix: 'use a stage of a pipeline with Order.gitops()' });
  }
}

const NOTHING: BuiltPipeline = { charts: [], built: new Map() };

interface ResolvedPipeline {
  readonly site: PipelineSite;
  readonly order: Order;
  readonly graph: StageGraph;
  /** What is wrong with the stages. With any, nothing is built. */
  readonly findings: readonly Finding[];
}

function resolvePipeline(pipeline: Construct, id: string, props: DataPipelineProps): ResolvedPipeline {
  const where = pipeline.node.path;
  refuseBrokenProps(where, props);
  refuseChart(pipeline);
  const { order, stages, labels } = props;
  const namespace = checkName('DataPipeline.namespace', where, props.namespace);
  const name = checkName('DataPipeline.name', where, props.name ?? id, DNS_LABEL);
  const graph = stageGraph(stages);
  const findings = pipelineFindings(where, namespace, graph, order);
  return { site: { pipeline, name, namespace, labels: { ...labels } }, order, graph, findings };
}

function build(site: PipelineSite, graph: StageGraph, order: Order): BuiltPipeline {
  return order.kind === 'gitops' ? gitOpsStages(site, graph, order) : workflow(site, graph, order);
}

function refuseChart(pipeline: Construct): void {
  const chart = chartAround(pipeline);
  if (chart === undefined) return;
  const what = `is in the chart ${chart.node.path}, but creates its own charts`;
  throw new ConfigError('DataPipeline.scope', { where: pipeline.node.path, what, fix: 'make it a child of the environment' });
}

/** Refuses props of the wrong type, and a delivery by both Flux and Argo CD. */
function refuseBrokenProps(where: string, props: DataPipelineProps): void {
  validateProps('DataPipeline', where, props);
  const { flux, argo } = 'delivery' in props.order ? (props.order.delivery as Readonly<Record<string, unknown>>) : {};
  if (flux === undefined || argo === undefined) return;
  const fix = 'pass either flux or argo to Order.gitops({ … })';
  throw new ConfigError('DataPipeline.order', { where, what: 'both Flux and Argo CD would apply the stages', fix });
}
