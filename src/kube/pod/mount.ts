import type { Size } from 'cdk8s';
import type { CSIVolumeSource, Volume, VolumeMount } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import { type PlusVolume, plusVolume } from '../plus';
import { type NamedRef, nameOf } from './environment-variables';
import { parseImage } from './image';

/** A directory or file in a container, and where it comes from. Volume and mount are written from this one value, so neither can lack the other. */
export interface Mount {
  /** Absolute path in the container. */
  readonly path: string;
  /** Where the content comes from, without the volume's name. */
  readonly source: Omit<Volume, 'name'>;
  /** The volume's name in the pod. @default - made from the path */
  readonly name?: string;
  readonly readOnly?: boolean;
  /** A path inside the volume, to mount a part of it. */
  readonly subPath?: string;
}

/** What all mounts have in common. */
export interface MountOptions {
  /** The volume's name in the pod. @default - made from the path: `/models/cache` becomes `models-cache` */
  readonly name?: string;
  /** Mounts it read-only. @default false */
  readonly readOnly?: boolean;
  /** A path inside the volume, to mount a part of it. @default - the whole volume */
  readonly subPath?: string;
}

/** What must be at a path of the node. */
type HostPathType = 'Directory' | 'DirectoryOrCreate' | 'File' | 'FileOrCreate' | 'Socket' | 'CharDevice' | 'BlockDevice';

/** Kinds of mounts. */
export const Mount = checkedFactories('Mount', {
  /** Scratch space on the node's disk that ends with the pod. */
  scratch(path: string, options: MountOptions & { readonly sizeLimit: Size }): Mount {
    const sizeLimit = sizeQuantity('Mount.sizeLimit', placeOf(path), options.sizeLimit);
    return { ...fields(path, options), source: { emptyDir: { sizeLimit } } };
  },
  /** Scratch space in memory; what is written there counts against the memory limit. */
  memory(path: string, options: MountOptions & { readonly sizeLimit: Size }): Mount {
    const sizeLimit = sizeQuantity('Mount.sizeLimit', placeOf(path), options.sizeLimit);
    return { ...fields(path, options), source: { emptyDir: { medium: 'Memory', sizeLimit } } };
  },
  /** A PersistentVolumeClaim of the same namespace. */
  claim(path: string, claim: string | NamedRef, options: MountOptions = {}): Mount {
    const readOnly = options.readOnly ? { readOnly: true } : {};
    return { ...fields(path, options), source: { persistentVolumeClaim: { claimName: nameOf(claim), ...readOnly } } };
  },
  /** The keys of a ConfigMap as files. */
  configMap(path: string, configMap: string | NamedRef, options: MountOptions = {}): Mount {
    return { ...readOnlyFields(path, options), source: { configMap: { name: nameOf(configMap) } } };
  },
  /** The keys of a Secret as files. */
  secret(path: string, secret: string | NamedRef, options: MountOptions = {}): Mount {
    return { ...readOnlyFields(path, options), source: { secret: { secretName: nameOf(secret) } } };
  },
  /** A volume of a CSI driver that lives as long as the pod. */
  csi(path: string, driver: CSIVolumeSource, options: MountOptions = {}): Mount {
    return { ...fields(path, options), source: { csi: driver } };
  },
  /** The content of an OCI artifact, read-only. Stable since Kubernetes 1.36, beta and on by default since 1.35. */
  image(path: string, reference: string, options: Omit<MountOptions, 'readOnly'> = {}): Mount {
    parseImage('Mount.image', placeOf(path), reference);
    return { ...fields(path, { ...options, readOnly: true }), source: { image: { reference, pullPolicy: 'IfNotPresent' } } };
  },
  /**
   * A disk of a storage class that is made with the pod and deleted with it.
   *
   * @param options `storageClass` is the cluster's default unless it is given.
   * @see https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes
   */
  ephemeral(path: string, options: MountOptions & { readonly size: Size; readonly storageClass?: string }): Mount {
    const { size, storageClass } = options;
    const storage = sizeQuantity('Mount.size', placeOf(path), size);
    const named =
      storageClass === undefined ? {} : { storageClassName: checkName('Mount.storageClass', placeOf(path), storageClass, DNS_SUBDOMAIN) };
    const spec = { accessModes: ['ReadWriteOnce'], ...named, resources: { requests: { storage } } };
    return { ...fields(path, options), source: { ephemeral: { volumeClaimTemplate: { spec } } } };
  },
  /**
   * A directory or file of the node: `Mount.hostPath('/host/models', '/var/lib/models')`.
   *
   * The restricted Pod Security Standard refuses it, so it needs a named exception:
   * `security: { exceptions: { unrestrictedVolumes: '<reason>' } }`.
   *
   * @param options `type` is what must be at the path, such as `DirectoryOrCreate` or `Socket`; by default nothing is checked.
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
   */
  hostPath(path: string, hostPath: string, options: MountOptions & { readonly type?: HostPathType } = {}): Mount {
    const { type } = options;
    return { ...fields(path, options), source: { hostPath: { path: hostPath, ...(type === undefined ? {} : { type }) } } };
  },
  /**
   * A volume of cdk8s-plus. Kinds that the restricted Pod Security Standard refuses, such as `hostPath` and `nfs`, need a named exception:
   * `security: { exceptions: { unrestrictedVolumes: '<reason>' } }`.
   */
  plus(path: string, volume: PlusVolume, options: MountOptions = {}): Mount {
    const { name, ...source } = plusVolume(placeOf(path), volume);
    return { ...fields(path, { ...options, name: options.name ?? name }), source };
  },
} as const);

/** A path that is none is refused later, with the construct's name. */
function placeOf(path: string): string {
  return path.trim() === '' ? 'Mount' : path;
}

function fields(path: string, options: MountOptions): Omit<Mount, 'source'> {
  const { name, readOnly, subPath } = options;
  return { path, name, readOnly, subPath };
}

function readOnlyFields(path: string, options: MountOptions): Omit<Mount, 'source'> {
  return fields(path, { ...options, readOnly: options.readOnly ?? true });
}

/** The pod's volumes and the container's mounts for a list of mounts; two mounts may share a volume when both give its name and mean the same. */
export function volumesAndMounts(where: string, mounts: readonly Mount[]): { volumes: Volume[]; volumeMounts: VolumeMount[] } {
  const volumes = new Map<string, Volume>();
  const paths = new Set<string>();
  const derived = new Set<string>();
  const volumeMounts = mounts.map((mount): VolumeMount => {
    const name = mount.name ?? volumeName(mount.path);
    checkMount(where, mount, name, paths);
    const volume: Volume = { name, ...mount.source };
    const known = volumes.get(name);
    if (known !== undefined && (mount.name === undefined || derived.has(name) || JSON.stringify(known) !== JSON.stringify(volume))) {
      const fix = 'give one of them another name: { name: "…" }';
      throw new ConfigError('Mount.name', { where, what: `two different volumes are called "${name}"`, fix });
    }
    volumes.set(name, volume);
    if (mount.name === undefined) derived.add(name);
    const { readOnly, subPath } = mount;
    return { name, mountPath: mount.path, ...(readOnly ? { readOnly } : {}), ...(subPath === undefined ? {} : { subPath }) };
  });
  return { volumes: [...volumes.values()], volumeMounts };
}

function checkMount(where: string, mount: Mount, name: string, paths: Set<string>): void {
  const refuse = (code: string, what: string, fix: string): never => {
    throw new ConfigError(code, { where, what, fix });
  };
  if (!isPlainPath(mount.path)) {
    const what = `mount path ${JSON.stringify(mount.path)} is not absolute, has ":", "." or ".." in it, or one "/" too many`;
    refuse('Mount.path', what, 'use a path such as "/data"');
  }
  if (paths.has(mount.path)) refuse('Mount.path', `two mounts have the path ${mount.path}`, 'give each its own path');
  paths.add(mount.path);
  if (!DNS_LABEL.pattern.test(name) || name.length > DNS_LABEL.max) {
    refuse('Mount.name', `volume name ${JSON.stringify(name)} is not ${DNS_LABEL.title}`, 'give the mount a name: { name: "data" }');
  }
  if (mount.subPath?.startsWith('/') || mount.subPath?.split('/').includes('..')) {
    refuse('Mount.subPath', `subPath ${JSON.stringify(mount.subPath)} leads out of the volume`, 'use a relative path without ".."');
  }
}

/** One way to write each path, so that two mounts at one path are seen; not the root, which would hide the image itself. */
function isPlainPath(path: string): boolean {
  const [root, ...parts] = path.split('/');
  return root === '' && !path.includes(':') && parts.length > 0 && parts.every((part) => !['', '.', '..'].includes(part));
}

function volumeName(path: string): string {
  const name = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'root' : name;
}
