import { FLUX_KUSTOMIZATION } from '../deliveries';
import { appliedBefore, crdNeeds } from '../flux-order';
import type { Rule } from '../rule';

/** Objects that come before the server knows their kind. */
export const orderCrd: Rule = {
  code: 'order.crd',
  severity: 'warning',
  title: 'a Flux Kustomization with objects of a kind whose CRD another Kustomization brings, without dependsOn',
  reason: 'whichever comes first wins: when it is the wrong one, "no matches for kind" holds up all of its objects until the next try',
  fix: 'name the Kustomization of the CRD in spec.dependsOn',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies',
  kinds: [FLUX_KUSTOMIZATION],
  *check(object, world) {
    const needs = crdNeeds(object, world);
    if (needs.length === 0) return;
    const before = appliedBefore(object, world);
    for (const { on, crd, object: custom } of needs) {
      // Those that wait for one another are told by order.cycle.
      if (before.has(on) || appliedBefore(on, world).has(object)) continue;
      const what = `does not name ${on.name}, which brings the CRD ${crd.name} that ${custom.name} needs`;
      yield { path: ['spec', 'dependsOn'], what, fix: `add name: ${on.name} to spec.dependsOn` };
    }
  },
};
