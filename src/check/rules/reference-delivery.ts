import { textAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

const FLUX = 'source.toolkit.fluxcd.io';

/** A delivery from a source, or in a project, that nobody makes. */
export const referenceDelivery: Rule = {
  code: 'reference.delivery',
  severity: 'warning',
  title: 'a Flux Kustomization without its source, or an Argo CD Application without its project',
  reason: 'nothing of it is ever applied',
  fix: 'mend the name, or render the source or project too; where something else makes it, accept this',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#source-reference',
  kinds: ['kustomize.toolkit.fluxcd.io/Kustomization', 'argoproj.io/Application'],
  *check(object, world) {
    if (object.groupKind === 'argoproj.io/Application') {
      const project = textAt(object.manifest, 'spec', 'project') ?? 'default';
      const known = world.beside(object, 'argoproj.io/AppProject');
      if (project === 'default' || known.length === 0 || known.some(({ name }) => name === project)) return;
      yield { path: ['spec', 'project'], what: `is "${project}", and there is no such AppProject` };
      return;
    }
    const path = ['spec', 'sourceRef'];
    const [kind, name] = [textAt(object.manifest, ...path, 'kind') ?? '', textAt(object.manifest, ...path, 'name') ?? ''];
    const namespace = textAt(object.manifest, ...path, 'namespace') ?? object.namespace;
    const sources = world.ofKind(`${FLUX}/${kind}`);
    if (sources.length === 0 || world.find(object, `${FLUX}/${kind}`, name, namespace) !== undefined) return;
    yield { path: [...path, 'name'], what: `is "${name}", and there is no such ${kind} in namespace ${namespace}` };
  },
};
