import { nearestWord } from '../../base/nearest-word';
import { fieldsAt, textAt, valueAt } from '../../schema/plain-access';
import { CLUSTER_QUEUE, LOCAL_QUEUE, queueName } from '../capacity/queues';
import { FLUX_KUSTOMIZATION } from '../delivery/deliveries';
import { fluxDependencies } from '../delivery/flux-order';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import { type PodReference, podReferences } from '../index/pod-references';
import { POD_KINDS, podOf } from '../index/pods';
import { generated, mayBeMade, secretsBeside } from '../index/secret-producers';
import type { Rule, RuleFinding } from '../rule';

/** A key that is not there. */
export const referenceKey: Rule = {
  code: 'reference.key',
  severity: 'error',
  title: 'a key that the ConfigMap or Secret of that name does not have',
  reason: 'the container is never started, in CreateContainerConfigError, or its volume is never mounted',
  fix: 'fix the key, or add it; where the pod can do without, say optional: true',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions',
  kinds: POD_KINDS,
  *check(object, context) {
    const pod = podOf(object);
    if (pod === undefined) return;
    for (const { kind, name, keys } of podReferences(pod)) {
      const found = keys.length === 0 ? undefined : context.find(object, kind, name);
      const known = found && keysOf(found);
      if (known === undefined) continue;
      for (const { key, path } of keys)
        if (!known.has(key)) yield { path, what: `is "${key}", and ${kind.slice(1)} ${name} has ${[...known].join(', ') || 'no keys'}` };
    }
  },
};

/** Undefined where somebody else fills them in. */
function keysOf({ manifest }: CheckedObject): ReadonlySet<string> | undefined {
  const keys = ['data', 'binaryData', 'stringData'].flatMap((field) => Object.keys(fieldsAt(manifest, field)));
  const isFilledLater = keys.length === 0 && valueAt(manifest, 'immutable') !== true;
  return isFilledLater ? undefined : new Set(keys);
}

/** What a pod names, and nobody beside it makes. */
export const referencePod: Rule = {
  code: 'reference.pod',
  severity: 'warning',
  title: 'a ConfigMap, Secret, claim or service account that a pod names and nobody makes',
  reason: 'the pod waits for it indefinitely, in ContainerCreating or Pending',
  fix: 'fix the name, or render the object in the same app',
  legitimate: 'something else makes it',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/',
  kinds: POD_KINDS,
  *check(object, context): Iterable<RuleFinding> {
    const pod = podOf(object);
    if (pod === undefined) return;
    for (const reference of podReferences(pod)) {
      if (context.find(object, reference.kind, reference.name) !== undefined) continue;
      const known = reference.kind === '/Secret' ? secretNames(reference, object, context) : names(reference, object, context);
      if (known === undefined || known.has(reference.name)) continue;
      const near = nearestWord(reference.name, [...known]);
      // Those who render an app may keep encrypted files beside what it renders, which nobody sees here.
      if (reference.kind === '/Secret' && object.construct !== undefined && near === undefined) continue;
      const what = `is "${reference.name}", and there is no such ${reference.kind.slice(1)} in namespace ${object.namespace ?? '(none)'}`;
      yield { path: reference.path, what, ...(near === undefined ? {} : { fix: `did you mean "${near}"?` }) };
    }
  },
};

/** Undefined where no object of the kind is in Git at all: something else makes them. */
function names({ kind }: PodReference, object: CheckedObject, context: CheckContext): ReadonlySet<string> | undefined {
  const known = context.beside(object, kind);
  if (known.length === 0) return undefined;
  return new Set([...known.map(({ name }) => name), ...(kind === '/ConfigMap' ? generated(context, 'configMapGenerator') : [])]);
}

function secretNames({ name }: PodReference, object: CheckedObject, context: CheckContext): ReadonlySet<string> | undefined {
  const known = secretsBeside(object, context);
  return known === undefined || known.has(name) || mayBeMade(name, object, context) ? undefined : known;
}

const FLUX = 'source.toolkit.fluxcd.io';

/** A delivery from a source, or in a project, that nobody makes. */
export const referenceDelivery: Rule = {
  code: 'reference.delivery',
  severity: 'warning',
  title: 'a Flux Kustomization without its source or a dependency, or an Argo CD Application without its project',
  reason: 'nothing of it is ever applied',
  fix: 'fix the name, or render the source or project too',
  legitimate: 'something else makes it',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#source-reference',
  kinds: [FLUX_KUSTOMIZATION, 'argoproj.io/Application'],
  *check(object, context) {
    if (object.groupKind === 'argoproj.io/Application') {
      const project = textAt(object.manifest, 'spec', 'project') ?? 'default';
      const known = context.beside(object, 'argoproj.io/AppProject');
      if (project === 'default' || known.length === 0 || known.some(({ name }) => name === project)) return;
      yield { path: ['spec', 'project'], what: `is "${project}", and there is no such AppProject` };
      return;
    }
    yield* dependencies(object, context);
    const path = ['spec', 'sourceRef'];
    const [kind, name] = [textAt(object.manifest, ...path, 'kind') ?? '', textAt(object.manifest, ...path, 'name') ?? ''];
    const namespace = textAt(object.manifest, ...path, 'namespace') ?? object.namespace;
    const sources = context.ofKind(`${FLUX}/${kind}`);
    if (sources.length === 0 || context.find(object, `${FLUX}/${kind}`, name, namespace) !== undefined) return;
    yield { path: [...path, 'name'], what: `is "${name}", and there is no such ${kind} in namespace ${namespace}` };
  },
};

/** Of a namespace with one Kustomization in Git nothing is known. */
function* dependencies(object: CheckedObject, context: CheckContext): Iterable<RuleFinding> {
  for (const { path, name, namespace, object: found } of fluxDependencies(object, context)) {
    const known = context.ofKind(FLUX_KUSTOMIZATION).filter((each) => each !== object && each.namespace === namespace);
    if (found !== undefined || known.length === 0) continue;
    yield { path: [...path, 'name'], what: `is "${name}", and there is no such Kustomization in namespace ${namespace ?? '(none)'}` };
  }
}

/** A queue that nobody makes. */
export const referenceQueue: Rule = {
  code: 'reference.queue',
  severity: 'warning',
  title: 'a job in a LocalQueue that is not there, or a LocalQueue without its ClusterQueue',
  reason: 'Kueue keeps the job suspended indefinitely, and nothing fails',
  fix: 'fix the name, or render the queue too',
  legitimate: 'something else makes it',
  source: 'https://kueue.sigs.k8s.io/docs/concepts/local_queue/',
  *check(object, context) {
    const queue = queueName(object);
    // Of a namespace without a queue in Git nothing is known.
    const known = queue === undefined ? [] : context.beside(object, LOCAL_QUEUE);
    if (queue !== undefined && known.length > 0 && !known.some(({ name }) => name === queue.name))
      yield {
        path: queue.path,
        what: `is "${queue.name}", and namespace ${object.namespace ?? '(none)'} has these: ${known.map(({ name }) => name).join(', ')}`,
      };
    if (object.groupKind !== LOCAL_QUEUE) return;
    const name = textAt(object.manifest, 'spec', 'clusterQueue') ?? '';
    const queues = context.ofKind(CLUSTER_QUEUE).filter(({ cluster }) => cluster === object.cluster);
    if (queues.length > 0 && context.find(object, CLUSTER_QUEUE, name, '') === undefined)
      yield { path: ['spec', 'clusterQueue'], what: `is "${name}", and there is no such ClusterQueue` };
  },
};
