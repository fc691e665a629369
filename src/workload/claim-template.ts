import type { Size } from 'cdk8s';
import type { PersistentVolumeClaim, Volume } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../base/names';
import { sizeQuantity } from '../base/units';
import type { Mount } from '../kube/pod/mount';
import { requireProps } from '../kube/required-props';

/** A volume that each pod of a stateful service has for itself, and finds again when it is moved. */
export interface PodStorage {
  /** The volume's name; claims are called `<name>-<service>-<ordinal>`. Cannot be changed later. */
  readonly name: string;
  /** Where the pod finds it. */
  readonly path: string;
  /** How much it holds. A live StatefulSet cannot be given another; its claims can grow one by one. */
  readonly size: Size;
  /** The StorageClass. @default - the cluster's own default */
  readonly storageClass?: string;
  /** `ReadWriteOncePod` also keeps a second pod of the same node away. @default 'ReadWriteOnce' */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod';
}

/** The claim templates of a StatefulSet. */
export function claimTemplates(
  where: string,
  storage: readonly PodStorage[],
  labels: Readonly<Record<string, string>>,
): readonly PersistentVolumeClaim[] {
  const names = storage.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    const what = `two volumes are called "${twice}"`;
    throw new ConfigError('StatefulService.storage', { where, what, fix: 'give each its own name' });
  }
  return storage.map(({ name, size, storageClass, accessMode = 'ReadWriteOnce' }) => {
    if (storageClass !== undefined) checkName('StatefulService.storage', where, storageClass, DNS_SUBDOMAIN);
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: checkName('StatefulService.storage', where, name), labels },
      spec: {
        accessModes: [accessMode],
        ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
        resources: { requests: { storage: sizeQuantity('StatefulService.storage', where, size) } },
      },
    };
  });
}

/** The mounts of the templates. Their volumes are written by the StatefulSet controller, so the pod template must not hold them. */
export function storageMounts(where: string, storage: readonly PodStorage[], mounts: readonly Mount[] = []): readonly Mount[] {
  for (const each of storage) {
    requireProps('StatefulService.storage', where, each, { name: "'data'", path: "'/data'", size: 'Size.gibibytes(10)' });
    if (!mounts.some(({ path }) => path === each.path)) continue;
    const what = `a mount takes the place of ${each.path}, where the volume "${each.name}" belongs`;
    throw new ConfigError('StatefulService.storage', { where, what, fix: 'give one of them another path' });
  }
  return storage.map(({ name, path }) => ({ name, path, source: {} }));
}

/** The volumes of a pod template less those that a claim template stands for. */
export function withoutTemplates(volumes: readonly Volume[] | undefined, storage: readonly PodStorage[]): readonly Volume[] {
  const names = new Set(storage.map(({ name }) => name));
  return (volumes ?? []).filter(({ name }) => !names.has(name));
}
