import { textAt } from '../../schema/plain-access';
import type { CheckContext } from '../check-context';
import type { CheckedObject } from '../checked-object';
import { FLUX_KUSTOMIZATION } from '../deliveries';
import { fluxDependencies } from '../flux-order';
import type { Rule, RuleFinding } from '../rule';

const FLUX = 'source.toolkit.fluxcd.io';

/** A delivery from a source, or in a project, that nobody makes. */
export const referenceDelivery: Rule = {
  code: 'reference.delivery',
  severity: 'warning',
  title: 'a Flux Kustomization without its source or a dependency, or an Argo CD Application without its project',
  reason: 'nothing of it is ever applied',
  fix: 'fix the name, or render the source or project too',
  acceptWhere: 'something else makes it',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#source-reference',
  kinds: [FLUX_KUSTOMIZATION, 'argoproj.io/Application'],
  *check(object, world) {
    if (object.groupKind === 'argoproj.io/Application') {
      const project = textAt(object.manifest, 'spec', 'project') ?? 'default';
      const known = world.beside(object, 'argoproj.io/AppProject');
      if (project === 'default' || known.length === 0 || known.some(({ name }) => name === project)) return;
      yield { path: ['spec', 'project'], what: `is "${project}", and there is no such AppProject` };
      return;
    }
    yield* dependencies(object, world);
    const path = ['spec', 'sourceRef'];
    const [kind, name] = [textAt(object.manifest, ...path, 'kind') ?? '', textAt(object.manifest, ...path, 'name') ?? ''];
    const namespace = textAt(object.manifest, ...path, 'namespace') ?? object.namespace;
    const sources = world.ofKind(`${FLUX}/${kind}`);
    if (sources.length === 0 || world.find(object, `${FLUX}/${kind}`, name, namespace) !== undefined) return;
    yield { path: [...path, 'name'], what: `is "${name}", and there is no such ${kind} in namespace ${namespace}` };
  },
};

/** Of a namespace with one Kustomization in Git nothing is known. */
function* dependencies(object: CheckedObject, world: CheckContext): Iterable<RuleFinding> {
  for (const { path, name, namespace, object: found } of fluxDependencies(object, world)) {
    const known = world.ofKind(FLUX_KUSTOMIZATION).filter((each) => each !== object && each.namespace === namespace);
    if (found !== undefined || known.length === 0) continue;
    yield { path: [...path, 'name'], what: `is "${name}", and there is no such Kustomization in namespace ${namespace ?? '(none)'}` };
  }
}
