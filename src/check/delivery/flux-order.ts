import type { ValuePath } from '../../base/value-path';
import { listAt, textAt } from '../../schema/plain-access';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import { ARGO_APPLICATION, deliveriesIn, FLUX_KUSTOMIZATION } from './deliveries';

/** A Kustomization that another waits for by `dependsOn`. */
export interface FluxDependency {
  readonly path: ValuePath;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Undefined when it is not among the objects. */
  readonly object: CheckedObject | undefined;
}

/** What a Kustomization waits for. */
export function fluxDependencies(kustomization: CheckedObject, context: CheckContext): readonly FluxDependency[] {
  return listAt(kustomization.manifest, 'spec', 'dependsOn').map((entry, index) => {
    const [name, namespace] = [textAt(entry, 'name') ?? '', textAt(entry, 'namespace') ?? kustomization.namespace];
    return {
      path: ['spec', 'dependsOn', index],
      name,
      namespace,
      object: context.find(kustomization, FLUX_KUSTOMIZATION, name, namespace),
    };
  });
}

/**
 * The Kustomizations whose CRDs are there when one starts: those that it waits for, those that they wait for, and those that apply the
 * Kustomization itself, because Flux applies the CRDs of a Kustomization before its other objects.
 */
export function appliedBefore(kustomization: CheckedObject, context: CheckContext): ReadonlySet<CheckedObject> {
  const found = new Set<CheckedObject>();
  const open = [kustomization];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    const holder = deliveriesIn(context).of(each);
    for (const before of [...fluxDependencies(each, context).map(({ object }) => object), holder]) {
      if (before === undefined || found.has(before)) continue;
      found.add(before);
      open.push(before);
    }
  }
  return found;
}

/** A Kustomization whose objects are of kinds that another brings. */
interface CrdNeed {
  /** The Kustomization with the CRD. */
  readonly on: CheckedObject;
  readonly crd: CheckedObject;
  /** One of the objects. */
  readonly object: CheckedObject;
}

/** The CRDs that a Kustomization's objects need of others of the same source: one need for each of the others. */
export function crdNeeds(kustomization: CheckedObject, context: CheckContext): readonly CrdNeed[] {
  const crds = crdsIn(context);
  if (crds.size === 0) return [];
  const deliveries = deliveriesIn(context);
  const needs = new Map<CheckedObject, CrdNeed>();
  for (const object of deliveries.objectsOf(kustomization)) {
    const crd = crds.get(object.groupKind);
    const on = crd && deliveries.of(crd);
    if (crd === undefined || on === undefined || on === kustomization || on.groupKind === ARGO_APPLICATION || needs.has(on)) continue;
    // A path of another source may be called the same by chance.
    if (sourceOf(on) === sourceOf(kustomization) && on.cluster === kustomization.cluster) needs.set(on, { on, crd, object });
  }
  return [...needs.values()];
}

/** What a Kustomization reads: the same for those of one repository. */
export function sourceOf({ manifest, namespace }: CheckedObject): string {
  const source = ['kind', 'name', 'namespace'].map((field) => textAt(manifest, 'spec', 'sourceRef', field));
  return [source[0], source[1], source[2] ?? namespace].join('\n');
}

const CRDS = new WeakMap<CheckContext, ReadonlyMap<string, CheckedObject>>();

/** The CRDs among the objects, by the kind that they define. */
export function crdsIn(context: CheckContext): ReadonlyMap<string, CheckedObject> {
  const known =
    CRDS.get(context) ?? new Map(context.ofKind('apiextensions.k8s.io/CustomResourceDefinition').map((crd) => [kindOf(crd), crd]));
  CRDS.set(context, known);
  return known;
}

function kindOf({ manifest }: CheckedObject): string {
  return `${textAt(manifest, 'spec', 'group')}/${textAt(manifest, 'spec', 'names', 'kind')}`;
}
