import { ConfigError } from '../base/config-error';
import { isClaimed } from '../kube/devices/claimed-devices';
import type { MLServiceProps } from './ml-service-props';

const MOST_NODES = 1000;

/** Nodes of one replica; refuses what the compiler refuses, for callers without one, and counts that no group can have. */
export function nodeCount(where: string, props: MLServiceProps): number {
  const { nodes = 1, runtime, rollout, worker, exclusiveTopology, accelerator } = props;
  const refuse = (code: string, what: string, fix: string): never => {
    throw new ConfigError(code, { where, what, fix });
  };
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MOST_NODES) {
    refuse('MLService.nodes', `nodes is ${JSON.stringify(nodes)}`, `use a whole number from 1 to ${MOST_NODES}, for example nodes: 2`);
  }
  if (nodes === 1) {
    const given = worker !== undefined ? 'worker' : exclusiveTopology !== undefined ? 'exclusiveTopology' : undefined;
    if (given !== undefined) refuse(`MLService.${given}`, `${given} means nothing on one node`, `remove ${given}, or add nodes: 2`);
    return nodes;
  }
  if (runtime.kind !== 'vllm' && runtime.kind !== 'custom') {
    refuse(
      'MLService.nodes',
      `how ${runtime.kind} spreads over nodes is not known`,
      'use Runtime.vllm({ … }), or Runtime.custom({ … }) with its own commands',
    );
  }
  if (runtime.kind === 'vllm' && accelerator !== undefined && !isClaimed(accelerator) && accelerator.resource === 'google.com/tpu') {
    refuse(
      'MLService.nodes',
      'vLLM spreads over TPUs of several nodes with Ray only',
      'use Runtime.custom({ … }), which may start Ray on every node',
    );
  }
  if (runtime.kind === 'vllm' && worker !== undefined) {
    refuse('MLService.worker', 'vLLM knows what its workers run', 'remove worker');
  }
  if (rollout?.kind === 'recreate') {
    refuse('MLService.rollout', 'a LeaderWorkerSet cannot stop all groups before new ones start', 'use Rollout.inPlace()');
  }
  return nodes;
}
