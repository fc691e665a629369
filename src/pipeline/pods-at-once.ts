import { surgePods } from '../serving/rollout/rollout';
import { replicaBounds } from '../serving/scale/replicas';
import { isWork, type JobStage, type ServeStage, type Stage, type TaskStage } from './stage';

/** The most pods of one stage that may run at the same time. */
export interface Crowd {
  readonly pods: number;
  readonly reason: string;
  /** What would make it one, where something would. */
  readonly fix?: string;
}

/** How many pods of a stage may want a claim at once. Pods of a rollout count: the new one starts beside the old one. */
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
    return { pods: 2, reason: 'runs may overlap', fix: "use concurrency: 'Forbid'" };
  // A driver, or a head, beside the nodes that work.
  if (engine !== undefined) return { pods: engine.kind === 'spark' || engine.kind === 'ray' ? nodes + 1 : nodes, reason: 'nodes' };
  return { pods: parallel?.parallelism ?? 1, reason: 'parallelism', fix: 'use parallelism: 1' };
}

function servers({ name, props }: ServeStage): Crowd {
  const { max } = replicaBounds(name, props.replicas);
  if (max > 1) return { pods: max, reason: 'replicas' };
  if (surgePods(props.rollout, 1) === 0) return { pods: 1, reason: 'replicas' };
  return { pods: 2, reason: 'a rollout may start a new pod beside the old one', fix: 'use Rollout.inPlace()' };
}
