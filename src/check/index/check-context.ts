import { dirname } from 'node:path';
import { addTo } from '../../base/add-to';
import { Schemas } from '../../schema/packs/known-schemas';
import type { Fields } from '../../schema/plain-access';
import type { CheckedObject } from './checked-object';
import { NamespaceIndex, type Workload } from './namespace-index';
import { podsOf } from './pods';

/** All objects that are checked together, found by identity, kind and namespace without another walk. */
export class CheckContext {
  private readonly byKind = new Map<string, CheckedObject[]>();
  private readonly clusters = new Map<string, Map<string, NamespaceIndex>>();

  constructor(
    /** Every object of the cluster. */
    readonly objects: readonly CheckedObject[],
    private readonly schemas = new Schemas(),
  ) {
    for (const object of objects) {
      addTo(this.byKind, object.groupKind, object);
      const index = this.namespaceOf(object);
      index.add(object);
      for (const pod of podsOf(object)) index.workloads.push({ object, pod });
    }
  }

  /** An object of the same cluster as another, by kind, namespace and name. */
  find(from: CheckedObject, groupKind: string, name: string, namespace: string | undefined = from.namespace): CheckedObject | undefined {
    return this.clusters
      .get(from.cluster)
      ?.get(namespace ?? '')
      ?.viewFrom(dirname(from.file ?? ''))
      .find(groupKind, name);
  }

  /** All objects of the kind, namespace and name of an object, itself among them. */
  duplicates(object: CheckedObject): readonly CheckedObject[] {
    return this.namespaceOf(object).duplicates(object.groupKind, object.name);
  }

  /** The objects of a kind. */
  ofKind(groupKind: string): readonly CheckedObject[] {
    return this.byKind.get(groupKind) ?? [];
  }

  /** The objects of a kind beside another: same cluster, same namespace. */
  beside(from: CheckedObject, groupKind: string): readonly CheckedObject[] {
    return this.indexAround(from).ofKind(groupKind);
  }

  /** What makes pods in the namespace of an object. */
  workloadsBeside(from: CheckedObject): readonly Workload[] {
    return this.indexAround(from).workloads;
  }

  /** Those of them whose pods a label selector selects. */
  selectedBeside(from: CheckedObject, selector: Fields): readonly Workload[] {
    return this.indexAround(from).selected(selector);
  }

  /** Where objects of a kind live; undefined when it has no schema. */
  scopeOf(groupKind: string): 'Cluster' | 'Namespaced' | undefined {
    return this.schemas.scopeOf(groupKind);
  }

  private indexAround(from: CheckedObject): NamespaceIndex {
    return this.namespaceOf(from).viewFrom(dirname(from.file ?? ''));
  }

  private namespaceOf({ cluster, namespace = '' }: CheckedObject): NamespaceIndex {
    let namespaces = this.clusters.get(cluster);
    if (namespaces === undefined) {
      namespaces = new Map();
      this.clusters.set(cluster, namespaces);
    }
    let index = namespaces.get(namespace);
    if (index === undefined) {
      index = new NamespaceIndex();
      namespaces.set(namespace, index);
    }
    return index;
  }
}
