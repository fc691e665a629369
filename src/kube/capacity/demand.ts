import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { validateArguments } from '../../base/validate-props';
import { type Demand, podDemands } from './pod-demand';

/** A demand with the construct that has it. */
export interface WorkloadDemand extends Demand {
  readonly construct: Construct;
  /** Runs, and serves no users: the color that a route does not send them to. */
  readonly idle: boolean;
}

// Metadata of the node, because the command line reads trees that were built with another copy of this library.
const DEMAND = 'cdk8s-mlops:demand';
const IDLE = 'cdk8s-mlops:idle';
const STANDBY = 'cdk8s-mlops:standby';

/** Says what a workload needs, in place of what could be read from its objects. */
export function declareDemand(construct: Construct, ...demands: readonly Demand[]): void {
  validateArguments('declareDemand', [construct, ...demands]);
  construct.node.addMetadata(DEMAND, demands);
}

/** Says that a workload runs without serving users, as the idle color of a route does. */
export function declareIdle(construct: Construct): void {
  validateArguments('declareIdle', [construct]);
  construct.node.addMetadata(IDLE, true);
}

/** Says that a workload runs so many units, whatever it declared; nothing scales it. */
export function declareStandby(construct: Construct, units: number): void {
  construct.node.addMetadata(STANDBY, units);
}

/** Every demand at or below a construct: what was declared, and for other workloads what their pod templates ask for. */
export function demandsBelow(root: IConstruct): readonly WorkloadDemand[] {
  const found: WorkloadDemand[] = [];
  const walk = (construct: IConstruct, idleAbove: boolean): void => {
    const { metadata } = construct.node;
    const idle = idleAbove || metadata.some(({ type }) => type === IDLE);
    const units = metadata.filter(({ type }) => type === STANDBY).at(-1)?.data as number | undefined;
    const declared = metadata
      .filter(({ type }) => type === DEMAND)
      .flatMap(({ data }) => data as readonly Demand[])
      .map((demand) => (units === undefined ? demand : standbyDemand(demand, units)));
    const read = ApiObject.isApiObject(construct) ? podDemands(construct) : [];
    const demands = metadata.some(({ type }) => type === DEMAND) ? declared : read;
    for (const demand of demands) found.push({ ...demand, construct: construct as Construct, idle });
    if (demands !== declared) for (const child of construct.node.children) walk(child, idle);
  };
  walk(root, false);
  return found.sort((left, right) => compare(order(left), order(right)));
}

/** Without pods there is nothing that a rollout could replace. */
function standbyDemand(demand: Demand, units: number): Demand {
  return { ...demand, live: units, autoscaled: 0, surge: units === 0 ? 0 : demand.surge };
}

/** Not the order of construction, which means nothing. */
function order({ workload, resource, construct }: WorkloadDemand): string {
  return [workload, resource, construct.node.path].join('\n');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * A workload that may run smaller, or not at all, while a route sends it no users.
 *
 * Read by shape, not by class: an app bundle carries its own copy of this library.
 */
export interface StandbyTarget {
  /** Pods that it has for users, at the least. */
  readonly pods: number;
  /** Time for running requests between the order to stop and the end of a pod, in seconds. */
  readonly drainSeconds: number;
  /** Runs this many pods, whatever its own scale says, and restarts none. Autoscaler and disruption budget follow. */
  standBy(replicas: number): void;
}

/** Whether something is a workload that can stand by. */
export function canStandBy(workload: unknown): workload is StandbyTarget {
  const { standBy, drainSeconds, pods } = (workload ?? {}) as Partial<StandbyTarget>;
  return typeof standBy === 'function' && typeof drainSeconds === 'number' && typeof pods === 'number';
}
