import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_LABEL } from '../base/names';
import { validateProps } from '../base/validate-props';
import type { BatchJob } from '../batch/batch-job';
import { chartAround } from '../kube/chart-directory';
import type { MLService } from '../serving/ml-service';
import type { StatefulService } from '../workload/stateful-service';
import type { WebService } from '../workload/web-service';
import { pipelineFindings } from './findings/pipeline-findings';
import { checkQuotas } from './findings/stage-quotas';
import type { GitOpsOrder, WorkflowOrder } from './order';
import type { BuiltStage } from './stages/build-stage';
import { gitOpsStages } from './stages/gitops-stages';
import type { JobStage, ServeStage, ServiceStage, Stage, StatefulStage, TaskStage } from './stages/stage';
import { stageGraph } from './stages/stage-graph';
import { workflow } from './workflow/workflow';

interface CommonProps {
  /** The namespace of all that is made. @example 'team-a' */
  readonly namespace: string;
  /** What people call it: label `app.kubernetes.io/name`, and the name of the workflow. @default - the construct's id */
  readonly name?: string;
  /** Labels of all its objects; with `team`, its pods count to that team in cost reports: `{ team: 'ranking' }`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

interface OrderedByGitOps extends CommonProps {
  /** Who starts the stages in order. @example Order.gitops() */
  readonly order: GitOpsOrder;
  /** The steps. The order of this list means nothing. @example [ingest, train] */
  readonly stages: readonly Stage[];
}

interface OrderedByWorkflow extends CommonProps {
  readonly order: WorkflowOrder;
  /** The steps; only work that ends. The order of this list means nothing. */
  readonly stages: readonly TaskStage[];
}

/** Which stages an order can run is a matter of types: a server in a workflow does not compile. */
export type DataPipelineProps = OrderedByGitOps | OrderedByWorkflow;

/**
 * Stages and the data between them: who writes what, who reads it, and who keeps the order.
 *
 * It makes its own charts (`charts`), below itself: stand it in an environment or the app, not in a chart.
 */
export class DataPipeline extends Construct {
  /** The charts to deliver. Empty when something is wrong with the stages, which shows when the app is rendered. */
  readonly charts: readonly Chart[];
  private readonly built: ReadonlyMap<Stage, BuiltStage>;

  constructor(scope: Construct, id: string, props: DataPipelineProps) {
    super(scope, id);
    const where = this.node.path;
    refuseBrokenProps(where, props);
    refuseChart(this);
    const namespace = checkName('DataPipeline.namespace', where, props.namespace);
    const name = checkName('DataPipeline.name', where, props.name ?? id, DNS_LABEL);
    const graph = stageGraph(props.stages);
    const findings = pipelineFindings(where, namespace, graph, props.order);
    this.node.addValidation({ validate: () => [...findings] });
    checkQuotas(this, namespace, props.order.kind === 'argoWorkflows');
    const site = { pipeline: this, name, namespace, labels: { ...props.labels } };
    const { charts, built } = findings.length > 0 ? NOTHING : build(site, graph, props);
    this.charts = charts;
    this.built = built;
  }

  /** What a stage became: the service for a route, the job for whoever waits for it. Tasks of a workflow have no construct of their own (`DataPipeline.stage`). */
  stage(stage: ServeStage): MLService;
  stage(stage: ServiceStage): WebService;
  stage(stage: StatefulStage): StatefulService;
  stage(stage: TaskStage | JobStage): BatchJob;
  stage(stage: Stage): BuiltStage {
    const built = this.built.get(stage);
    if (built !== undefined) return built;
    const what = `"${stage.name}" became no construct: it is no stage of this pipeline, a task of a workflow, or the pipeline has findings`;
    throw new ConfigError('DataPipeline.stage', { where: this.node.path, what, fix: 'ask for a stage of a pipeline with Order.gitops()' });
  }
}

const NOTHING = { charts: [], built: new Map<Stage, BuiltStage>() };

function build(site: Parameters<typeof gitOpsStages>[0], graph: ReturnType<typeof stageGraph>, { order }: DataPipelineProps) {
  return order.kind === 'gitops' ? gitOpsStages(site, graph, order) : workflow(site, graph, order);
}

function refuseChart(pipeline: DataPipeline): void {
  const chart = chartAround(pipeline);
  if (chart === undefined) return;
  const what = `stands in the chart ${chart.node.path}, and makes charts of its own`;
  throw new ConfigError('DataPipeline.scope', { where: pipeline.node.path, what, fix: 'make it a child of the environment' });
}

/** Refuses props of the wrong type, and an order that both Flux and Argo CD would keep. */
function refuseBrokenProps(where: string, props: DataPipelineProps): void {
  validateProps('DataPipeline', where, props);
  const { flux, argo } = 'delivery' in props.order ? (props.order.delivery as Readonly<Record<string, unknown>>) : {};
  if (flux === undefined || argo === undefined) return;
  const fix = 'pass either flux or argo to Order.gitops({ … })';
  throw new ConfigError('DataPipeline.order', { where, what: 'both Flux and Argo CD would apply the stages', fix });
}
