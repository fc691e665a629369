import { dirname } from 'node:path';
import { addTo } from '../base/add-to';
import type { Fields } from '../schema/plain-access';
import { Schemas } from '../schema/schemas';
import type { CheckedObject } from './checked-object';
import { Neighbourhood, type Workload } from './neighbourhood';
import { podsOf } from './pods-of';

/** All objects that are checked together, found by identity, kind and namespace without another walk. */
export class World {
  private readonly byKind = new Map<string, CheckedObject[]>();
  private readonly clusters = new Map<string, Map<string, Neighbourhood>>();

  constructor(
    readonly objects: readonly CheckedObject[],
    private readonly schemas = new Schemas(),
  ) {
    for (const object of objects) {
      addTo(this.byKind, object.groupKind, object);
      const neighbourhood = this.namespaceOf(object);
      neighbourhood.add(object);
      for (const pod of podsOf(object)) neighbourhood.workloads.push({ object, pod });
    }
  }

  /** An object of the same cluster as another, by kind, namespace and name. */
  find(from: CheckedObject, groupKind: string, name: string, namespace: string | undefined = from.namespace): CheckedObject | undefined {
    return this.clusters
      .get(from.cluster)
      ?.get(namespace ?? '')
      ?.seenFrom(dirname(from.file ?? ''))
      .find(groupKind, name);
  }

  /** All objects of the kind, namespace and name of an object, itself among them. */
  twins(object: CheckedObject): readonly CheckedObject[] {
    return this.namespaceOf(object).twins(object.groupKind, object.name);
  }

  /** The objects of a kind. */
  ofKind(groupKind: string): readonly CheckedObject[] {
    return this.byKind.get(groupKind) ?? [];
  }

  /** The objects of a kind beside another: same cluster, same namespace. */
  beside(from: CheckedObject, groupKind: string): readonly CheckedObject[] {
    return this.neighbourhoodOf(from).ofKind(groupKind);
  }

  /** What makes pods in the namespace of an object. */
  workloadsBeside(from: CheckedObject): readonly Workload[] {
    return this.neighbourhoodOf(from).workloads;
  }

  /** Those of them whose pods a label selector selects. */
  selectedBeside(from: CheckedObject, selector: Fields): readonly Workload[] {
    return this.neighbourhoodOf(from).selected(selector);
  }

  /** Where objects of a kind live; undefined when it has no schema. */
  scopeOf(groupKind: string): 'Cluster' | 'Namespaced' | undefined {
    return this.schemas.scopeOf(groupKind);
  }

  private neighbourhoodOf(from: CheckedObject): Neighbourhood {
    return this.namespaceOf(from).seenFrom(dirname(from.file ?? ''));
  }

  private namespaceOf({ cluster, namespace = '' }: CheckedObject): Neighbourhood {
    let namespaces = this.clusters.get(cluster);
    if (namespaces === undefined) {
      namespaces = new Map();
      this.clusters.set(cluster, namespaces);
    }
    let neighbourhood = namespaces.get(namespace);
    if (neighbourhood === undefined) {
      neighbourhood = new Neighbourhood();
      namespaces.set(namespace, neighbourhood);
    }
    return neighbourhood;
  }
}
