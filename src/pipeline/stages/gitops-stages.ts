import { Chart, type ChartProps } from 'cdk8s';
import { Construct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { LABEL_VALUE, shortenName } from '../../base/names';
import { ArgoApplication } from '../../gitops/argo-cd/argo-application';
import { FluxKustomization } from '../../gitops/flux/flux-kustomization';
import { planOf } from '../../gitops/order/delivery-plan';
import { addFindings } from '../../kube/construct-findings';
import { isMade, type MadeDataset, makeDataset } from '../data/dataset-objects';
import type { GitOpsOrder } from '../order';
import { type BuiltStage, buildStage } from './build-stage';
import { isScheduled, isWork, type Stage } from './stage';
import { type StageGraph, type StageNode, usersOf } from './stage-graph';

/** A pipeline whose problems are fixed. */
export interface PipelineSite {
  readonly pipeline: Construct;
  /** What people call it: label `app.kubernetes.io/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of the charts that the pipeline makes. */
  readonly labels: Record<string, string>;
}

/** What a pipeline was built into. */
export interface BuiltPipeline {
  /** The charts to deliver, sorted by path. */
  readonly charts: readonly Chart[];
  readonly built: ReadonlyMap<Stage, BuiltStage>;
}

/** Stages as separate workloads, in charts that the delivery tools apply in order. */
export function gitOpsStages(
  { pipeline, name, namespace, labels }: PipelineSite,
  graph: StageGraph,
  { delivery }: GitOpsOrder,
): BuiltPipeline {
  const inOneChart = delivery.argo !== undefined;
  const scopes = stageScopes(pipeline, { namespace, labels }, graph, inOneChart);
  const scopeOf = (stage: Stage) => scopes.get(stage) ?? pipeline;
  for (const { stage, after } of graph.nodes) scopeOf(stage).node.addDependency(...[...after.keys()].map(scopeOf));
  for (const [dataset, home] of datasetHomes(graph)) {
    const made = makeDataset(scopeOf(home), name, dataset);
    if (inOneChart && isScheduled(home)) holdBack(made, graph, scopeOf);
  }
  const built = new Map<Stage, BuiltStage>();
  for (const node of [...graph.nodes].sort((left, right) => left.level - right.level)) {
    built.set(node.stage, buildStage({ scope: scopeOf(node.stage), namespace, app: name, built }, node));
  }
  const charts = [...new Set([...scopes.values()].map((scope) => Chart.of(scope)))];
  deliver(pipeline, graph, scopeOf, { kind: 'gitops', delivery });
  addFindings(pipeline, () => heldFindings(pipeline, graph, scopeOf));
  return { charts, built };
}

/** One chart a stage, which is the unit that Flux waits for; or one for all, whose objects Argo CD orders by waves. */
function stageScopes(pipeline: Construct, props: ChartProps, { nodes }: StageGraph, inOneChart: boolean): ReadonlyMap<Stage, Construct> {
  if (!inOneChart) return new Map(nodes.map(({ stage }) => [stage, new Chart(pipeline, stage.name, props)]));
  const chart = new Chart(pipeline, 'stages', props);
  return new Map(nodes.map(({ stage }) => [stage, new Construct(chart, stage.name)]));
}

/** A claim that only CronJobs use is unbound until their first run: in a wave that others wait for, it would hold them back. */
function holdBack(made: Construct, graph: StageGraph, scopeOf: (stage: Stage) => Construct): void {
  for (const { stage } of graph.nodes) if (!isScheduled(stage)) made.node.addDependency(scopeOf(stage));
}

function deliver(pipeline: Construct, { nodes }: StageGraph, scopeOf: (stage: Stage) => Construct, { delivery }: GitOpsOrder): void {
  if (delivery.argo !== undefined) {
    const [first] = nodes;
    if (first === undefined) return;
    const { argo, ...props } = delivery;
    new ArgoApplication(argo, deliveryName(pipeline), { ...props, chart: Chart.of(scopeOf(first.stage)) });
  } else if (delivery.flux !== undefined) {
    const { flux, ...props } = delivery;
    for (const { stage } of nodes) {
      const chart = Chart.of(scopeOf(stage));
      new FluxKustomization(flux, deliveryName(chart), { ...props, chart });
    }
  }
}

/** The path in the app, so that the same pipeline in two environments of one cluster gets two names. */
function deliveryName(construct: Construct): string {
  const name = construct.node.path.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return shortenName(name, LABEL_VALUE.max);
}

/** Flux takes a suspended Job for ready, and a queue suspends each Job until it admits it. */
function heldFindings(pipeline: Construct, { nodes }: StageGraph, scopeOf: (stage: Stage) => Construct): readonly Finding[] {
  const plan = planOf(pipeline);
  return nodes.flatMap(({ stage, after }) =>
    [...after].flatMap(([before, reason]) => {
      const held = heldBy(before);
      const [delivery] = plan.byChart.get(Chart.of(scopeOf(before))) ?? [];
      if (held === undefined || delivery?.tool !== 'Flux') return [];
      const what = `"${stage.name}" comes after "${before.name}", because ${reason}; ${held}, and Flux takes a suspended Job for ready`;
      const fix = 'deliver the pipeline by Argo CD, which waits, or run it in a workflow: Order.argoWorkflows()';
      return [errorFinding('DataPipeline.order', { where: pipeline.node.path, what, fix })];
    }),
  );
}

function heldBy(stage: Stage): string | undefined {
  // The objects of engines have a health rule, which looks at their end.
  if (!isWork(stage) || stage.props.engine !== undefined) return undefined;
  const { queue, run } = stage.props;
  if (queue !== undefined) return 'its queue suspends it until there is quota';
  return run?.kind !== 'hook' && run?.suspend === true ? 'it is suspended' : undefined;
}

/**
 * The stage in whose chart each dataset is made: the first that uses it.
 *
 * Not in an earlier chart: many storage classes bind a claim only when a pod uses it, and for both delivery tools an unbound claim is not
 * ready, so they would wait for a pod that comes later. A CronJob's first pod can be a day away, so a stage that runs at once is preferred.
 */
function datasetHomes(graph: StageGraph): ReadonlyMap<MadeDataset, Stage> {
  const homes = new Map<MadeDataset, Stage>();
  for (const { dataset, readers, writers } of usersOf(graph)) {
    if (!isMade(dataset)) continue;
    const [first] = [...writers, ...readers].sort(byStart);
    if (first !== undefined) homes.set(dataset, first.stage);
  }
  return homes;
}

function byStart(left: StageNode, right: StageNode): number {
  const waits = (node: StageNode) => Number(isScheduled(node.stage));
  if (waits(left) !== waits(right)) return waits(left) - waits(right);
  if (left.level !== right.level) return left.level - right.level;
  return left.stage.name < right.stage.name ? -1 : left.stage.name > right.stage.name ? 1 : 0;
}
