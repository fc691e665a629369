import type { Construct, IConstruct } from 'constructs';
import { clusterOf } from './chart-graph';

const KNOWN = new WeakMap<IConstruct, Set<string>>();

/** Notes that the Argo CD of this construct's cluster is told how to see the health of an Application. */
export function noteApplicationHealth(construct: Construct): void {
  const { root } = construct.node;
  KNOWN.set(root, new Set([...(KNOWN.get(root) ?? []), clusterOf(construct)]));
}

/** Whether it is, by something in this app. */
export function knowsApplicationHealth(construct: Construct): boolean {
  return KNOWN.get(construct.node.root)?.has(clusterOf(construct)) ?? false;
}
