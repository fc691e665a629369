import { surgePods } from '../../serving/rollout/rollout';
import { replicaBounds } from '../../serving/scale/replicas';
import type { PvcDataset } from '../data/dataset';
import type { Order } from '../order';
import { ends, isScheduled, isWork, type JobStage, type ServeStage, type Stage, type TaskStage } from '../stages/stage';
import { ancestors, type StageGraph, type StageNode, usersOf } from '../stages/stage-graph';

/** What is wrong, without the place. */
export interface Problem {
  readonly code: string;
  readonly what: string;
  readonly fix: string;
}

/** Claims that pods would wait for indefinitely, because only one node or one pod can mount them at a time. */
export function claimFindings(namespace: string, graph: StageGraph, order: Order): readonly Problem[] {
  const before = ancestors(graph);
  const problems: Problem[] = [];
  for (const { dataset, readers, writers } of usersOf(graph)) {
    if (dataset.kind !== 'pvc') continue;
    problems.push(...placeProblem(namespace, dataset), ...readOnlyProblem(dataset, writers));
    if (dataset.accessMode === 'ReadWriteMany' || dataset.accessMode === 'ReadOnlyMany') continue;
    const users = graph.nodes.filter((node) => readers.includes(node) || writers.includes(node));
    problems.push(...crowdProblems(dataset, users), ...meetingProblems(dataset, users, before, order));
  }
  return problems;
}

const FIX = "use accessMode: 'ReadWriteMany' with a storage class that supports it, or separate claims";

/** One stage with several pods. */
function crowdProblems({ name, accessMode }: PvcDataset, users: readonly StageNode[]): readonly Problem[] {
  return users.flatMap(({ stage }) => {
    const crowd = podsAtOnce(stage);
    if (crowd.pods < 2) return [];
    const what = `"${stage.name}" can have ${crowd.pods} pods at once (${crowd.reason}), but claim "${name}" is ${accessMode}`;
    return [{ code: 'DataPipeline.claim', what, fix: crowd.fix === undefined ? FIX : `${crowd.fix}, or ${FIX}` }];
  });
}

/** Two stages that can run at the same time, each pair once. */
function meetingProblems(
  { name, accessMode }: PvcDataset,
  users: readonly StageNode[],
  before: ReturnType<typeof ancestors>,
  order: Order,
): readonly Problem[] {
  return users.flatMap(({ stage: one }, i) =>
    users.slice(i + 1).flatMap(({ stage: other }) => {
      const reason = meeting(one, other, before, order);
      if (reason === undefined) return [];
      const what = `"${one.name}" and "${other.name}" can run at the same time (${reason}), but claim "${name}" is ${accessMode}`;
      return [{ code: 'DataPipeline.claim', what, fix: `${FIX}, or order the two with \`after\`` }];
    }),
  );
}

/** Why two stages can run at the same time; undefined if one ends before the other starts. */
function meeting(one: Stage, other: Stage, before: ReturnType<typeof ancestors>, order: Order): string | undefined {
  if (order.kind === 'gitops') {
    const endless = [one, other].find((stage) => !ends(stage));
    if (endless !== undefined && isScheduled(endless)) return `"${endless.name}" is scheduled`;
    // Also if it comes first: it runs again when it changes, while later stages still exist.
    if (endless !== undefined) return `"${endless.name}" never ends`;
  }
  const ordered = before.get(one)?.has(other) === true || before.get(other)?.has(one) === true;
  return ordered ? undefined : 'neither comes after the other';
}

function readOnlyProblem({ name, accessMode }: PvcDataset, writers: readonly StageNode[]): readonly Problem[] {
  if (accessMode !== 'ReadOnlyMany') return [];
  return writers.map(({ stage }) => ({
    code: 'DataPipeline.claim',
    what: `"${stage.name}" writes "${name}", whose access mode is ReadOnlyMany`,
    fix: 'use another access mode, or another dataset',
  }));
}

/** A pod mounts claims of its own namespace. */
function placeProblem(namespace: string, { name, claim }: PvcDataset): readonly Problem[] {
  if (!('volume' in claim)) return [];
  const found = claim.volume.resource.metadata.namespace;
  if (found === namespace) return [];
  const what = `claim "${name}" is in namespace "${found}", but the stages are in "${namespace}"`;
  return [{ code: 'DataPipeline.claim', what, fix: 'use one namespace for both' }];
}

/** The maximum number of pods of one stage at the same time. */
export interface Crowd {
  readonly pods: number;
  readonly reason: string;
  /** How to make it one, if possible. */
  readonly fix?: string;
}

/** How many pods of a stage can mount a claim at once. Pods of a rollout count: the new one starts beside the old one. */
export function podsAtOnce(stage: Stage): Crowd {
  if (isWork(stage)) return jobPods(stage.props);
  switch (stage.kind) {
    case 'service': {
      const { replicas = 1, rollout = 'surge' } = stage.props;
      if (replicas > 1 || rollout === 'stopFirst') return { pods: replicas, reason: 'replicas' };
      return { pods: 2, reason: 'a rollout starts a new pod beside the old one', fix: "use rollout: 'stopFirst'" };
    }
    case 'stateful':
      return { pods: stage.props.replicas ?? 1, reason: 'replicas' };
    case 'serve':
      return servers(stage);
  }
}

function jobPods({ run, engine, nodes = 1, parallel }: (TaskStage | JobStage)['props']): Crowd {
  if (run?.kind === 'scheduled' && run.concurrency === 'Allow')
    return { pods: 2, reason: 'runs can overlap', fix: "use concurrency: 'Forbid'" };
  // A driver, or a head, beside the nodes that work.
  if (engine !== undefined) return { pods: engine.kind === 'spark' || engine.kind === 'ray' ? nodes + 1 : nodes, reason: 'nodes' };
  return { pods: parallel?.parallelism ?? 1, reason: 'parallelism', fix: 'use parallelism: 1' };
}

function servers({ name, props }: ServeStage): Crowd {
  const { max } = replicaBounds(name, props.replicas);
  if (max > 1) return { pods: max, reason: 'replicas' };
  if (surgePods(props.rollout, 1) === 0) return { pods: 1, reason: 'replicas' };
  return { pods: 2, reason: 'a rollout can start a new pod beside the old one', fix: 'use Rollout.inPlace()' };
}
