import { type Edge, orderOf } from '../../gitops/order/delivery-graph';
import type { CheckContext } from '../check-context';
import type { CheckedObject } from '../checked-object';
import { FLUX_KUSTOMIZATION } from '../deliveries';
import { crdNeeds, fluxDependencies } from '../flux-order';
import type { Rule } from '../rule';

/** Deliveries that wait for one another. */
export const orderCycle: Rule = {
  code: 'order.cycle',
  severity: 'error',
  title: 'Flux Kustomizations that wait for one another, by dependsOn or for a CRD',
  reason: 'none of them is ever applied, and Flux says of each only that a dependency is not ready',
  fix: 'remove one of the dependencies, or move the CRD to what comes first',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies',
  kinds: [FLUX_KUSTOMIZATION],
  *check(object, world) {
    for (const cycle of cyclesIn(world)) {
      if (cycle[0] !== object) continue;
      const way = [...cycle, object].map(({ name }) => name).reverse();
      yield { path: ['spec', 'dependsOn'], what: `closes a circle: ${way.join(' waits for ')}` };
    }
  },
};

const CYCLES = new WeakMap<CheckContext, readonly (readonly CheckedObject[])[]>();

/**
 * Each as the Kustomizations on it, in the order in which they come.
 *
 * A Kustomization starts and gets ready. It starts once those that it depends on are ready, and gets ready once the CRDs are there that its
 * objects need, which are applied when a Kustomization starts.
 */
function cyclesIn(world: CheckContext): readonly (readonly CheckedObject[])[] {
  const known = CYCLES.get(world);
  if (known !== undefined) return known;
  const nodes = world.ofKind(FLUX_KUSTOMIZATION);
  const index = new Map(nodes.map((node, position) => [node, position]));
  const start = (node: CheckedObject) => 2 * (index.get(node) ?? 0);
  const ready = (node: CheckedObject) => start(node) + 1;
  const edges = nodes.flatMap((node): Edge[] => [
    { from: start(node), to: ready(node) },
    ...fluxDependencies(node, world).flatMap(({ object }) => (object === undefined ? [] : { from: ready(object), to: start(node) })),
    ...crdNeeds(node, world).map(({ on }) => ({ from: start(on), to: ready(node) })),
  ]);
  const cycles = orderOf(2 * nodes.length, edges).cycles.map((cycle) => [...new Set(cycle.flatMap((node) => nodes[node >> 1] ?? []))]);
  CYCLES.set(world, cycles);
  return cycles;
}
