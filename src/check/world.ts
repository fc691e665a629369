import type { PodTemplate } from '../schema/pod-template';
import type { CheckedObject } from './checked-object';
import { podsOf } from './pods-of';

/** An object that makes pods, with the pod that it makes. */
export interface Workload {
  readonly object: CheckedObject;
  readonly pod: PodTemplate;
}

/** All objects that are checked together, found by identity, kind and namespace without another walk. */
export class World {
  private readonly byIdentity = new Map<string, CheckedObject>();
  private readonly byKind = new Map<string, CheckedObject[]>();
  private readonly byPlace = new Map<string, CheckedObject[]>();
  private readonly workloadsByNamespace = new Map<string, Workload[]>();

  constructor(readonly objects: readonly CheckedObject[]) {
    for (const object of objects) {
      this.byIdentity.set(key(object.cluster, object.groupKind, object.namespace, object.name), object);
      push(this.byKind, object.groupKind, object);
      push(this.byPlace, `${object.groupKind}\n${place(object)}`, object);
      for (const pod of podsOf(object)) push(this.workloadsByNamespace, place(object), { object, pod });
    }
  }

  /** An object of the same cluster as another, by kind, namespace and name. */
  find(from: CheckedObject, groupKind: string, name: string, namespace: string | undefined = from.namespace): CheckedObject | undefined {
    return this.byIdentity.get(key(from.cluster, groupKind, namespace, name));
  }

  /** The objects of a kind. */
  ofKind(groupKind: string): readonly CheckedObject[] {
    return this.byKind.get(groupKind) ?? [];
  }

  /** The objects of a kind beside another: same cluster, same namespace. */
  beside(from: CheckedObject, groupKind: string): readonly CheckedObject[] {
    return this.byPlace.get(`${groupKind}\n${place(from)}`) ?? [];
  }

  /** What makes pods in the namespace of an object. */
  workloadsBeside(from: CheckedObject): readonly Workload[] {
    return this.workloadsByNamespace.get(place(from)) ?? [];
  }
}

function key(cluster: string, groupKind: string, namespace: string | undefined, name: string): string {
  return `${cluster}\n${groupKind}\n${namespace ?? ''}\n${name}`;
}

function place({ cluster, namespace }: Pick<CheckedObject, 'cluster' | 'namespace'>): string {
  return `${cluster}\n${namespace ?? ''}`;
}

function push<Value>(map: Map<string, Value[]>, name: string, value: Value): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [value]);
  else list.push(value);
}
