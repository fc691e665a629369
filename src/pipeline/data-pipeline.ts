import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_LABEL } from '../base/names';
import { preview } from '../base/preview';
import { validateProps } from '../base/validate-props';
import type { BatchJob } from '../batch/batch-job';
import { chartAround } from '../kube/chart-directory';
import { requireProps } from '../kube/required-props';
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
  /** The namespace of all that is made. */
  readonly namespace: string;
  /** What people call it: label `app.kubernetes.io/name`, and the name of the workflow. @default - the construct's id */
  readonly name?: string;
}

interface OrderedByGitOps extends CommonProps {
  readonly order: GitOpsOrder;
  /** The steps. The order of this list means nothing. */
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
    const site = { pipeline: this, name, namespace };
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

const KINDS: readonly unknown[] = ['job', 'train', 'spark', 'scheduled', 'service', 'stateful', 'serve'];
const DATA_KINDS: readonly unknown[] = ['pvc', 's3', 'kafka'];

/** What the compiler checks, for callers without one: values that no factory made would fail deep inside, without a place. */
export function refuseBrokenProps(where: string, props: object): void {
  requireProps('DataPipeline', where, props, { namespace: "'team-a'", order: 'Order.gitops()', stages: '[ingest, train]' });
  const { order, stages } = props as { readonly order: unknown; readonly stages: unknown };
  refuseOrder(where, order as Readonly<Record<string, unknown>>);
  for (const stage of Array.isArray(stages) ? stages : [stages]) refuseStage(where, stage as Readonly<Record<string, unknown>>);
  validateProps('DataPipeline', where, props);
}

function refuseOrder(where: string, { kind, delivery }: Readonly<Record<string, unknown>>): void {
  const { flux, argo } = (delivery ?? {}) as Readonly<Record<string, unknown>>;
  if (kind === 'argoWorkflows' || (kind === 'gitops' && (flux === undefined || argo === undefined))) return;
  const what = kind === 'gitops' ? 'both Flux and Argo CD would apply the stages' : 'order was not made by Order';
  throw new ConfigError('DataPipeline.order', { where, what, fix: 'use Order.gitops({ flux, source }) or another of its factories' });
}

function refuseStage(where: string, stage: Readonly<Record<string, unknown>>): void {
  const { name, kind, props } = stage ?? {};
  if (!KINDS.includes(kind) || typeof props !== 'object' || props === null) {
    const what = `stages holds ${name === undefined ? preview(stage) : `"${name}"`}, which no factory of Stage made`;
    throw new ConfigError('DataPipeline.stages', { where, what, fix: "make it so: Stage.job('ingest', { … })" });
  }
  const { reads, writes } = props as { readonly reads?: unknown; readonly writes?: unknown };
  for (const use of [reads ?? [], writes ?? []].filter(Array.isArray).flat())
    refuseUse(where, `${name}`, use as Readonly<Record<string, unknown>>);
}

function refuseUse(where: string, stage: string, use: Readonly<Record<string, unknown>>): void {
  const dataset = (use?.dataset ?? use) as Readonly<Record<string, unknown>> | undefined;
  const brokers = dataset?.kind === 'kafka' ? (dataset.brokers as Readonly<Record<string, unknown>>) : { cluster: true };
  if (DATA_KINDS.includes(dataset?.kind) && (brokers.cluster ?? brokers.bootstrapServers) !== undefined) return;
  const what = `"${stage}" uses ${preview(use)}, which is no data set`;
  throw new ConfigError('DataPipeline.dataset', {
    where,
    what,
    fix: "make it so: Dataset.s3('raw', 's3://bucket/prefix'), Dataset.kafka('events', { bootstrapServers }) …",
  });
}
