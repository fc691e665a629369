import { addTo } from '../base/add-to';
import { type Fields, fieldsAt } from '../schema/plain-access';
import type { PodTemplate } from '../schema/pod-template';
import { selects } from '../schema/semantics/label-selector';
import type { CheckedObject } from './checked-object';

/** An object that makes pods, with the pod that it makes. */
export interface Workload {
  readonly object: CheckedObject;
  readonly pod: PodTemplate;
}

/** The objects of one namespace of one cluster. */
export class Neighbourhood {
  readonly workloads: Workload[] = [];
  private readonly byKind = new Map<string, CheckedObject[]>();
  private readonly byName = new Map<string, Map<string, CheckedObject>>();
  private byLabel?: ReadonlyMap<string, ReadonlyMap<unknown, readonly Workload[]>>;

  /** Adds an object; of two with one name, the later one is found. */
  add(object: CheckedObject): void {
    const { groupKind, name } = object;
    addTo(this.byKind, groupKind, object);
    const names = this.byName.get(groupKind);
    if (names === undefined) this.byName.set(groupKind, new Map([[name, object]]));
    else names.set(name, object);
  }

  find(groupKind: string, name: string): CheckedObject | undefined {
    return this.byName.get(groupKind)?.get(name);
  }

  ofKind(groupKind: string): readonly CheckedObject[] {
    return this.byKind.get(groupKind) ?? [];
  }

  /** The workloads whose pods a label selector selects, without a look at all the others. */
  selected(selector: Fields): readonly Workload[] {
    this.byLabel ??= indexByLabel(this.workloads);
    let candidates: readonly Workload[] = this.workloads;
    for (const [key, value] of Object.entries(fieldsAt(selector, 'matchLabels'))) {
      const labelled = this.byLabel.get(key)?.get(value) ?? [];
      if (labelled.length < candidates.length) candidates = labelled;
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
