import { addTo } from '../../base/add-to';
import { type Fields, fieldsAt } from '../../schema/plain-access';
import type { PodTemplate } from '../../schema/pod-template';
import { selects } from '../../schema/semantics/label-selector';
import type { CheckedObject } from './checked-object';

/** An object that makes pods, with the pod that it makes. */
export interface Workload {
  /** The object that makes the pods. */
  readonly object: CheckedObject;
  /** The spec of its pods. */
  readonly pod: PodTemplate;
}

/** The objects of one namespace of one cluster. */
export class NamespaceIndex {
  readonly workloads: Workload[] = [];
  private readonly byKind = new Map<string, CheckedObject[]>();
  private readonly byName = new Map<string, Map<string, CheckedObject[]>>();
  private readonly views = new Map<string, NamespaceIndex>();
  /** How many directories, from the root on, tell which of duplicates is the nearest; 0 without duplicates. */
  private depth = 0;
  private byLabel?: ReadonlyMap<string, ReadonlyMap<unknown, readonly Workload[]>>;

  add(object: CheckedObject): void {
    const { groupKind, name } = object;
    addTo(this.byKind, groupKind, object);
    let names = this.byName.get(groupKind);
    if (names === undefined) {
      names = new Map();
      this.byName.set(groupKind, names);
    }
    // What the server names is never the same object.
    if (name !== '')
      for (const duplicate of names.get(name) ?? [])
        this.depth = Math.max(this.depth, sharedParts(partsOf(duplicate), partsOf(object)) + 1);
    addTo(names, name, object);
  }

  /**
   * The same without duplicates: of objects with one name, the nearest to a directory, and of those the last.
   *
   * A directory may hold one tree a cluster, side by side, and nothing says so but the names that come again in each.
   */
  viewFrom(directory: string): NamespaceIndex {
    if (this.depth === 0) return this;
    // Below the directories where duplicates part, all places see the same: one view a cluster, not one a directory.
    const parts = directory.split('/').slice(0, this.depth);
    const place = parts.join('/');
    const known = this.views.get(place);
    if (known !== undefined) return known;
    const view = new NamespaceIndex();
    const seen = new Set<CheckedObject>();
    for (const names of this.byName.values()) {
      for (const [name, duplicates] of names)
        for (const object of name === '' ? duplicates : [nearest(duplicates, parts)]) seen.add(object);
    }
    for (const objects of this.byKind.values()) for (const object of objects) if (seen.has(object)) view.add(object);
    view.workloads.push(...this.workloads.filter(({ object }) => seen.has(object)));
    this.views.set(place, view);
    return view;
  }

  /** All objects of one kind and name. */
  duplicates(groupKind: string, name: string): readonly CheckedObject[] {
    return this.byName.get(groupKind)?.get(name) ?? [];
  }

  /** The object of a kind and name; of duplicates, the last. */
  find(groupKind: string, name: string): CheckedObject | undefined {
    return this.duplicates(groupKind, name).at(-1);
  }

  ofKind(groupKind: string): readonly CheckedObject[] {
    return this.byKind.get(groupKind) ?? [];
  }

  /** The workloads whose pods a label selector selects, without a look at all the others. */
  selected(selector: Fields): readonly Workload[] {
    this.byLabel ??= indexByLabel(this.workloads);
    let candidates: readonly Workload[] = this.workloads;
    for (const [key, value] of Object.entries(fieldsAt(selector, 'matchLabels'))) {
      const labeled = this.byLabel.get(key)?.get(value) ?? [];
      if (labeled.length < candidates.length) candidates = labeled;
    }
    return candidates.filter(({ pod }) => selects(selector, pod.labels));
  }
}

function indexByLabel(workloads: readonly Workload[]): ReadonlyMap<string, ReadonlyMap<unknown, readonly Workload[]>> {
  const index = new Map<string, Map<unknown, Workload[]>>();
  for (const workload of workloads) {
    for (const [key, value] of Object.entries(workload.pod.labels)) {
      const values = index.get(key) ?? new Map<unknown, Workload[]>();
      index.set(key, values);
      addTo(values, value, workload);
    }
  }
  return index;
}

function nearest(duplicates: readonly CheckedObject[], place: readonly string[]): CheckedObject {
  const [first, ...others] = duplicates as readonly [CheckedObject, ...CheckedObject[]];
  let found = first;
  for (const duplicate of others) if (sharedParts(partsOf(duplicate), place) >= sharedParts(partsOf(found), place)) found = duplicate;
  return found;
}

/** The directories on the way to an object's file, and the file. */
function partsOf({ file = '' }: CheckedObject): readonly string[] {
  return file.split('/');
}

/** How many parts two ways have in common from the root on. */
function sharedParts(left: readonly string[], right: readonly string[]): number {
  const apart = left.findIndex((part, index) => part !== right[index]);
  return apart < 0 ? left.length : apart;
}
