import type { Size } from 'cdk8s';
import type { PersistentVolumeClaim } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../base/names';
import { sizeQuantity } from '../base/units';
import type { Mount } from '../kube/pod/mount';

/** A volume that each pod of a stateful service has for itself, and keeps when it moves to another node. */
export interface PodStorage {
  /**
   * The volume's name; claims are called `<name>-<service>-<ordinal>`. Cannot be changed later.
   *
   * @example 'data'
   */
  readonly name: string;
  /**
   * The path in the container.
   *
   * @example '/data'
   */
  readonly path: string;
  /**
   * The size of each claim. A live StatefulSet cannot be changed to another size; its claims can grow one by one.
   *
   * @example Size.gibibytes(10)
   */
  readonly size: Size;
  /** The StorageClass: `'fast'`. @default - the cluster's default */
  readonly storageClass?: string;
  /** `'ReadWriteOncePod'` also keeps a second pod of the same node away. @default 'ReadWriteOnce' */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod';
}

const CODE = 'StatefulService.storage';

/** Storage of a stateful service: claim templates, and the mounts of their volumes, which the StatefulSet controller adds to each pod. */
interface ResolvedClaims {
  readonly mounts: readonly Mount[];
  readonly volumes: readonly string[];
  /** By labels without the version: with it, every release would change what cannot be changed. */
  readonly templates: (labels: Readonly<Record<string, string>>) => readonly PersistentVolumeClaim[];
}

/** Resolves the storage of a stateful service; `mounts` are the user's other mounts. */
export function resolveClaims(where: string, storage: readonly PodStorage[], mounts: readonly Mount[] = []): ResolvedClaims {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(CODE, { where, what, fix });
  };
  if (storage.length === 0) {
    const fix = "add storage: [{ name: 'data', path: '/data', size: Size.gibibytes(10) }], or use WebService";
    refuse('a stateful service needs at least one volume', fix);
  }
  const volumes = storage.map(({ name }) => checkName(CODE, where, name));
  const duplicate = volumes.find((name, index) => volumes.indexOf(name) !== index);
  if (duplicate !== undefined) refuse(`two volumes have the name "${duplicate}"`, 'give each its own name');
  const taken = storage.find(({ path }) => mounts.some((mount) => mount.path === path));
  if (taken !== undefined)
    refuse(`a mount and the volume "${taken.name}" have the same path ${taken.path}`, 'give one of them another path');
  const claims = storage.map((each) => claim(where, each));
  return {
    // Without a source: the volume is added by the StatefulSet controller.
    mounts: storage.map(({ name, path }) => ({ name, path, source: {} })),
    volumes,
    templates: (labels) =>
      claims.map(({ name, spec }) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, labels }, spec })),
  };
}

function claim(where: string, { name, size, storageClass, accessMode = 'ReadWriteOnce' }: PodStorage) {
  if (storageClass !== undefined) checkName(CODE, where, storageClass, DNS_SUBDOMAIN);
  const spec: PersistentVolumeClaim['spec'] = {
    accessModes: [accessMode],
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    resources: { requests: { storage: sizeQuantity(CODE, where, size) } },
  };
  return { name, spec };
}
