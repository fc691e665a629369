import { dirname } from 'node:path';
import { textAt, valueAt } from '../../schema/plain-access';
import { ARGO_APPLICATION, deliveriesIn, FLUX_KUSTOMIZATION } from '../delivery/deliveries';
import { sourceOf } from '../delivery/flux-order';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import type { Rule } from '../rule';

/** Two deliveries of one file. */
export const identityOwners: Rule = {
  code: 'identity.owners',
  severity: 'warning',
  title: 'two Flux Kustomizations, or two Applications, that apply the same files',
  reason: 'both own every object of them: each takes the labels of the other away, and what one no longer has, it deletes under the other',
  fix: 'keep one; where one directory lies in the other, write a kustomization.yaml into the outer one that lists what is its own',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#generating-a-kustomizationyaml-file',
  kinds: [FLUX_KUSTOMIZATION, ARGO_APPLICATION],
  *check(object, context) {
    // What an app renders has a kustomization.yaml in each directory.
    if (object.construct !== undefined || changesNames(object)) return;
    const deliveries = deliveriesIn(context);
    const own = deliveries.directoryOf(object);
    const path = object.groupKind === FLUX_KUSTOMIZATION ? ['spec', 'path'] : ['spec', 'source', 'path'];
    for (const { object: other, directory } of deliveries.around(object)) {
      if (!isOneTarget(object, other) || changesNames(other)) continue;
      if (directory === own) {
        // Told of one of the two.
        if (isBefore(object, other)) yield { path, what: `is also the path of ${other.name}` };
      } else if (!hasKustomization(directory, context)) {
        yield { path, what: `lies in ${directory}, which has no kustomization.yaml: ${other.name} applies all that lies below it` };
      }
    }
  },
};

/** Whether two deliveries take from one source, and bring to one place. */
function isOneTarget(left: CheckedObject, right: CheckedObject): boolean {
  if (left.groupKind !== right.groupKind || left.cluster !== right.cluster) return false;
  if (left.groupKind === FLUX_KUSTOMIZATION) return sourceOf(left) === sourceOf(right);
  const target = ({ manifest }: CheckedObject) =>
    JSON.stringify([
      textAt(manifest, 'spec', 'source', 'repoURL'),
      textAt(manifest, 'spec', 'source', 'targetRevision') ?? 'HEAD',
      valueAt(manifest, 'spec', 'destination'),
    ]);
  return target(left) === target(right);
}

/** Fields that make other objects, or objects elsewhere, of the same files. */
const CHANGES = ['targetNamespace', 'namePrefix', 'nameSuffix', 'kubeConfig', 'patches', 'postBuild', 'components', 'ignore', 'suspend'];

function changesNames({ groupKind, manifest }: CheckedObject): boolean {
  if (groupKind === FLUX_KUSTOMIZATION) return CHANGES.some((field) => valueAt(manifest, 'spec', field) !== undefined);
  return ['helm', 'kustomize', 'plugin', 'directory'].some((field) => valueAt(manifest, 'spec', 'source', field) !== undefined);
}

function hasKustomization(directory: string, context: CheckContext): boolean {
  return context
    .ofKind('kustomize.config.k8s.io/Kustomization')
    .some(({ file }) => file !== undefined && dirname(file.replaceAll('\\', '/')) === directory);
}

function isBefore(left: CheckedObject, right: CheckedObject): boolean {
  return `${left.namespace}/${left.name}` < `${right.namespace}/${right.name}`;
}

/** Two files that describe one object. */
export const identityTwice: Rule = {
  code: 'identity.twice',
  severity: 'warning',
  title: 'one object in two files',
  reason: 'the one that is applied last wins, and two tools that own it undo one another indefinitely',
  fix: 'keep one',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  *check(object, context) {
    if (object.name === '') return;
    const duplicates = context.duplicates(object);
    const kept = duplicates
      .slice(duplicates.indexOf(object) + 1)
      .filter((duplicate) => isOneTree(duplicate.file, object.file))
      .at(-1);
    if (kept !== undefined)
      yield { path: ['metadata', 'name'], what: `is "${object.name}", as in ${kept.file ?? kept.construct ?? 'another document'}` };
  },
};

/** Directories side by side may be meant for several clusters; one directory, and what lies below it, is for one. */
function isOneTree(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return true;
  const [one, other] = [`${dirname(left)}/`, `${dirname(right)}/`];
  return one.startsWith(other) || other.startsWith(one);
}

/** Objects that say where they live when nobody asks, or do not when everybody does. */
export const namespaceScope: Rule = {
  code: 'namespace.scope',
  severity: 'warning',
  title: 'a namespaced object without a namespace, or a cluster-scoped one with one',
  reason: 'it lands wherever the person or tool that applies it happens to be; or it looks as if it were confined, and is not',
  fix: 'write metadata.namespace, or take it out of a cluster-scoped object',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  *check({ groupKind, namespace }, context) {
    const scope = context.scopeOf(groupKind);
    const path = ['metadata', 'namespace'];
    if (scope === 'Cluster' && namespace !== undefined)
      yield { path, what: `is "${namespace}", and objects of ${groupKind} stand in none` };
    if (scope === 'Namespaced' && namespace === undefined) yield { path, what: 'is missing' };
  },
};
