import { dirname } from 'node:path';
import { type Edge, orderOf } from '../../gitops/order/delivery-graph';
import { textAt } from '../../schema/plain-access';
import { deliveriesIn, FLUX_KUSTOMIZATION } from '../delivery/deliveries';
import { appliedBefore, crdNeeds, crdsIn, fluxDependencies } from '../delivery/flux-order';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import type { Rule } from '../rule';

const HOOK = 'argocd.argoproj.io/hook';
const WAVE = 'argocd.argoproj.io/sync-wave';

/** A CRD that Argo CD applies too late. */
export const orderWave: Rule = {
  code: 'order.wave',
  severity: 'error',
  title: 'a sync wave or hook of Argo CD that puts an object before the CRD of its kind',
  reason: 'the API server does not know the kind yet: the sync fails in that wave, and never comes to the CRD',
  fix: 'give the CRD an earlier wave, or the object a later one',
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
  *check(object, context) {
    const crd = crdsIn(context).get(object.groupKind);
    if (crd === undefined || !isOneSync(object, crd)) return;
    if (deliveriesIn(context).of(object)?.groupKind === FLUX_KUSTOMIZATION) return;
    const [own, needed] = [stepOf(object), stepOf(crd)];
    if (own === undefined || needed === undefined || own.phase > needed.phase) return;
    if (own.phase === needed.phase && own.wave >= needed.wave) return;
    yield { path: ['metadata', 'annotations'], what: `put it into ${own.title}, and the CRD ${crd.name} into ${needed.title}` };
  },
};

/** Waves order the objects of one Application, which is one directory. */
function isOneSync(object: CheckedObject, crd: CheckedObject): boolean {
  return (
    object.file !== undefined && crd.file !== undefined && dirname(object.file) === dirname(crd.file) && object.cluster === crd.cluster
  );
}

const PHASES: readonly string[] = ['PreSync', 'Sync', 'PostSync'];

/** Undefined for hooks that run at other times. */
function stepOf({ manifest }: CheckedObject) {
  const hook = textAt(manifest, 'metadata', 'annotations', HOOK) ?? 'Sync';
  const phase = PHASES.indexOf(hook);
  const wave = Number(textAt(manifest, 'metadata', 'annotations', WAVE) ?? 0);
  if (phase < 0 || !Number.isInteger(wave)) return undefined;
  return { phase, wave, title: hook === 'Sync' ? `wave ${wave}` : `wave ${wave} of ${hook}` };
}

/** Deliveries that wait for one another. */
export const orderCycle: Rule = {
  code: 'order.cycle',
  severity: 'error',
  title: 'Flux Kustomizations that wait for one another, by dependsOn or for a CRD',
  reason: 'none of them is ever applied, and Flux says of each only that a dependency is not ready',
  fix: 'remove one of the dependencies, or move the CRD to what comes first',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies',
  kinds: [FLUX_KUSTOMIZATION],
  *check(object, context) {
    for (const cycle of cyclesIn(context)) {
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
function cyclesIn(context: CheckContext): readonly (readonly CheckedObject[])[] {
  const known = CYCLES.get(context);
  if (known !== undefined) return known;
  const nodes = context.ofKind(FLUX_KUSTOMIZATION);
  const index = new Map(nodes.map((node, position) => [node, position]));
  const start = (node: CheckedObject) => 2 * (index.get(node) ?? 0);
  const ready = (node: CheckedObject) => start(node) + 1;
  const edges = nodes.flatMap((node): Edge[] => [
    { from: start(node), to: ready(node) },
    ...fluxDependencies(node, context).flatMap(({ object }) => (object === undefined ? [] : { from: ready(object), to: start(node) })),
    ...crdNeeds(node, context).map(({ on }) => ({ from: start(on), to: ready(node) })),
  ]);
  const cycles = orderOf(2 * nodes.length, edges).cycles.map((cycle) => [...new Set(cycle.flatMap((node) => nodes[node >> 1] ?? []))]);
  CYCLES.set(context, cycles);
  return cycles;
}

/** Objects that come before the server knows their kind. */
export const orderCrd: Rule = {
  code: 'order.crd',
  severity: 'warning',
  title: 'a Flux Kustomization with objects of a kind whose CRD another Kustomization brings, without dependsOn',
  reason: 'whichever comes first wins: when it is the wrong one, "no matches for kind" holds up all of its objects until the next try',
  fix: 'name the Kustomization of the CRD in spec.dependsOn',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies',
  kinds: [FLUX_KUSTOMIZATION],
  *check(object, context) {
    const needs = crdNeeds(object, context);
    if (needs.length === 0) return;
    const before = appliedBefore(object, context);
    for (const { on, crd, object: custom } of needs) {
      // Those that wait for one another are told by order.cycle.
      if (before.has(on) || appliedBefore(on, context).has(object)) continue;
      const what = `does not name ${on.name}, which brings the CRD ${crd.name} that ${custom.name} needs`;
      yield { path: ['spec', 'dependsOn'], what, fix: `add name: ${on.name} to spec.dependsOn` };
    }
  },
};
