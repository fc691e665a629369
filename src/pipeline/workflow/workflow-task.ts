import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { declareQueueDemand } from '../../batch/queue/queue-findings';
import { checkPinned } from '../../environment/pinned-image';
import { declareDemand } from '../../kube/capacity/demand';
import type { Demand } from '../../kube/capacity/pod-demand';
import { devicesOf, productOf } from '../../kube/capacity/pod-demand';
import { warn } from '../../kube/construct-findings';
import { labelContext } from '../../kube/label-context';
import { nameOf } from '../../kube/pod/environment-variables';
import { dataAccess } from '../data/dataset-use';
import { withAccess } from '../stages/build-stage';
import type { PipelineSite } from '../stages/gitops-stages';
import { type Stage, type TaskStage, withoutLinks } from '../stages/stage';
import type { StageNode } from '../stages/stage-graph';
import { taskPod, taskTemplate } from './task-template';
import type { TaskTemplate } from './workflow-types';

/** A stage as the engine runs it. */
export interface Task {
  readonly construct: Construct;
  readonly stage: Stage;
  readonly template: TaskTemplate;
  /** What it asks for while it runs. */
  readonly demands: readonly Demand[];
  /** Takes the task into the account of queues. */
  readonly remember: (object: ApiObject) => void;
}

/** The task of a stage; refuses what no task can be. */
export function workflowTask({ name: app, namespace }: PipelineSite, construct: Construct, node: StageNode): Task {
  const where = construct.node.path;
  const stage = node.stage as TaskStage;
  const props = withAccess(withoutLinks(stage.props), dataAccess(where, namespace, node.reads, node.writes));
  refuseEndless(where, props);
  checkPinned('BatchJob.image', construct, props.image);
  warnOfMissingCommand(construct, props);
  const pod = taskPod(
    where,
    { app: props.app ?? app, instance: stage.name, component: 'batch-job', version: props.version, context: labelContext(construct) },
    props,
  );
  const { accelerator } = props;
  const queue = props.queue === undefined ? undefined : nameOf(props.queue);
  return {
    construct,
    stage,
    demands: demands(`${namespace}/${stage.name}`, pod, queue),
    template: taskTemplate(where, stage.name, pod, props),
    remember: (object) => declareQueueDemand({ construct, object, queue, accelerator, pods: [{ template: pod, count: 1 }] }),
  };
}

/** The devices of a task; the workflow object does not expose them. */
function demands(workload: string, { spec = { containers: [] } }: PodTemplateSpec, queue: string | undefined): readonly Demand[] {
  const waits = queue === undefined ? {} : { queue };
  return [...devicesOf(spec)].map(([resource, devices]) => {
    const product = productOf(spec, resource);
    return { workload, resource, ...(product === undefined ? {} : { product }), devices, live: 0, batch: 1, ...waits };
  });
}

/**
 * Declares what tasks ask for, for the capacity of their environment: those that need the most at the same time count, the others only are there.
 *
 * Tasks of a queue count all: the queue says how many of its runs there are at once.
 */
export function declareTasks(tasks: readonly Task[], before: ReadonlyMap<Stage, ReadonlySet<Stage>>, limit: number | undefined): void {
  const free = tasks.flatMap(({ stage, demands }) =>
    demands.filter(({ queue }) => queue === undefined).map((demand) => ({ stage, demand })),
  );
  const pools = new Set(free.map(({ demand }) => poolOf(demand)));
  const counting = new Map(
    [...pools].map((pool) => {
      const own = free.filter(({ demand }) => poolOf(demand) === pool);
      return [
        pool,
        mostAtOnce(
          own.map(({ stage, demand }) => ({ item: stage, weight: demand.devices })),
          before,
          limit,
        ),
      ];
    }),
  );
  for (const { construct, stage, demands } of tasks) {
    const counts = (demand: Demand) => demand.queue !== undefined || counting.get(poolOf(demand))?.has(stage) === true;
    declareDemand(construct, ...demands.map((demand) => ({ ...demand, batch: counts(demand) ? 1 : 0 })));
  }
}

/** Devices of one product are a separate pool. */
function poolOf({ resource, product = '' }: Demand): string {
  return `${resource}/${product}`;
}

function refuseEndless(where: string, { accelerator, deadline }: TaskStage['props']): void {
  if (accelerator === undefined || deadline !== undefined) return;
  const what = `the task asks for ${accelerator.count} ${accelerator.resource} and has no deadline, so a hung run would hold them indefinitely`;
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

/** Something that needs an amount while it runs. */
export interface Weighted<T> {
  readonly item: T;
  readonly weight: number;
}

/** Beyond this many the search could take too long, and all are taken for running at once. */
const MOST_SEARCHED = 20;

/**
 * The items that need the most together, among those that may run at the same time: none comes after another, and no more than `limit`.
 *
 * An exact search, which leaves out what cannot get better than the best so far.
 */
export function mostAtOnce<T>(
  weighted: readonly Weighted<T>[],
  before: ReadonlyMap<T, ReadonlySet<T>>,
  limit: number = Number.POSITIVE_INFINITY,
): ReadonlySet<T> {
  const items = [...weighted].sort((left, right) => right.weight - left.weight);
  if (items.length > MOST_SEARCHED) return new Set(items.map(({ item }) => item));
  const left = items.map((_, i) => items.slice(i).reduce((sum, { weight }) => sum + weight, 0));
  const meets = (one: T, other: T) => before.get(one)?.has(other) !== true && before.get(other)?.has(one) !== true;
  let best: { readonly sum: number; readonly items: readonly T[] } = { sum: 0, items: [] };
  const search = (i: number, sum: number, chosen: readonly T[]): void => {
    if (sum > best.sum) best = { sum, items: chosen };
    const next = items[i];
    if (next === undefined || sum + (left[i] ?? 0) <= best.sum) return;
    if (chosen.length < limit && chosen.every((other) => meets(next.item, other))) {
      search(i + 1, sum + next.weight, [...chosen, next.item]);
    }
    search(i + 1, sum, chosen);
  };
  search(0, 0, []);
  return new Set(best.items);
}
