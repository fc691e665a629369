import { dirname } from 'node:path';
import { textAt, valueAt } from '../../schema/plain-access';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';

export const FLUX_KUSTOMIZATION = 'kustomize.toolkit.fluxcd.io/Kustomization';
export const ARGO_APPLICATION = 'argoproj.io/Application';

/** What applies the files of a directory. */
interface Delivery {
  readonly object: CheckedObject;
  /** Whether it takes the directories below, too. */
  readonly deep: boolean;
}

/**
 * Which Flux Kustomization or Argo CD Application applies an object, as far as the files tell: their paths are those of a repository, and the
 * files lie in a copy of it, whose root is found by the path itself.
 *
 * Where two have one path, or a path fits two directories, nothing is said.
 */
export class Deliveries {
  private readonly byDirectory = new Map<string, Delivery[]>();
  private readonly byDelivery = new Map<CheckedObject, CheckedObject[]>();
  private readonly byObject = new Map<CheckedObject, CheckedObject>();
  private readonly directories = new Map<CheckedObject, string>();

  constructor(context: CheckContext) {
    const tools = [...context.ofKind(FLUX_KUSTOMIZATION), ...context.ofKind(ARGO_APPLICATION)];
    if (tools.length === 0) return;
    const directories = directoriesOf(context.objects);
    for (const object of tools) this.place(object, directories);
    for (const object of context.objects) {
      const delivery = this.find(object);
      if (delivery === undefined) continue;
      this.byObject.set(object, delivery);
      const list = this.byDelivery.get(delivery);
      if (list === undefined) this.byDelivery.set(delivery, [object]);
      else list.push(object);
    }
  }

  /** The delivery of an object. */
  of(object: CheckedObject): CheckedObject | undefined {
    return this.byObject.get(object);
  }

  /** The objects of a delivery. */
  objectsOf(delivery: CheckedObject): readonly CheckedObject[] {
    return this.byDelivery.get(delivery) ?? [];
  }

  /** The directory that a delivery applies, among those of the files. */
  directoryOf(delivery: CheckedObject): string | undefined {
    return this.directories.get(delivery);
  }

  /** The other deliveries of a delivery's directory, and of those above it, with their directories. */
  around(delivery: CheckedObject): readonly { readonly object: CheckedObject; readonly directory: string }[] {
    const own = this.directories.get(delivery);
    return [...upwards(own ?? '')].flatMap((directory) =>
      (this.byDirectory.get(directory) ?? [])
        .filter(({ object, deep }) => object !== delivery && (deep || directory === own))
        .map(({ object }) => ({ object, directory })),
    );
  }

  private place(object: CheckedObject, directories: ReadonlySet<string>): void {
    const path = pathOf(object);
    if (path === undefined) return;
    const fitting = directories.has(path) ? [path] : [...directories].filter((directory) => directory.endsWith(`/${path}`));
    const [directory, other] = fitting;
    if (directory === undefined || other !== undefined) return;
    const deep = object.groupKind === FLUX_KUSTOMIZATION || valueAt(object.manifest, 'spec', 'source', 'directory', 'recurse') === true;
    this.directories.set(object, directory);
    this.byDirectory.set(directory, [...(this.byDirectory.get(directory) ?? []), { object, deep }]);
  }

  /** The nearest above the file: what lies deeper has a delivery of its own. */
  private find({ file }: CheckedObject): CheckedObject | undefined {
    if (file === undefined) return undefined;
    const own = directoryOf(file);
    for (const directory of upwards(own)) {
      const found = (this.byDirectory.get(directory) ?? []).filter(({ deep }) => deep || directory === own);
      if (found.length > 0) return found.length === 1 ? found[0]?.object : undefined;
    }
    return undefined;
  }
}

/** A path inside the repository; undefined for its root, which could be anywhere. */
function pathOf({ groupKind, manifest }: CheckedObject): string | undefined {
  const path = groupKind === FLUX_KUSTOMIZATION ? textAt(manifest, 'spec', 'path') : textAt(manifest, 'spec', 'source', 'path');
  const plain = path?.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  return plain === '' || plain === '.' ? undefined : plain;
}

function directoriesOf(objects: readonly CheckedObject[]): ReadonlySet<string> {
  const directories = new Set<string>();
  for (const { file } of objects) {
    if (file === undefined) continue;
    for (const directory of upwards(directoryOf(file))) {
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  return directories;
}

function directoryOf(file: string): string {
  return dirname(file.replaceAll('\\', '/'));
}

function* upwards(directory: string): Iterable<string> {
  for (let each = directory; each !== '' && each !== '.' && each !== '/'; each = dirname(each)) yield each;
}

const KNOWN = new WeakMap<CheckContext, Deliveries>();

/** The deliveries among the objects that are checked together. */
export function deliveriesIn(context: CheckContext): Deliveries {
  const known = KNOWN.get(context) ?? new Deliveries(context);
  KNOWN.set(context, known);
  return known;
}
