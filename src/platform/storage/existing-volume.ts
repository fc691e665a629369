import { type ApiObject, Chart, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { assertValidManifest } from '../../kube/assert-valid-manifest';
import { kubeObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';
import type { AccessMode } from './data-volume';

/** Storage that exists already. Made by {@link VolumeSource}. */
export type VolumeSource = Pick<PersistentVolumeSpec, 'csi'> | Pick<PersistentVolumeSpec, 'nfs'>;

/** Kinds of storage. A directory of a node is not one of them: its data is lost with the node. */
export const VolumeSource = checkedFactories('VolumeSource', {
  /** A volume of a CSI driver, by the driver's own handle: `VolumeSource.csi('efs.csi.aws.com', 'fs-0123456789abcdef0')`. */
  csi(
    driver: string,
    volumeHandle: string,
    options: { readonly fsType?: string; readonly attributes?: Readonly<Record<string, string>> } = {},
  ): VolumeSource {
    const { fsType, attributes } = options;
    return {
      csi: {
        driver,
        volumeHandle,
        ...(fsType === undefined ? {} : { fsType }),
        ...(attributes === undefined ? {} : { volumeAttributes: attributes }),
      },
    };
  },
  /** An exported directory of an NFS server: `VolumeSource.nfs('nfs.example.com', '/exports/images')`. */
  nfs(server: string, path: string): VolumeSource {
    return { nfs: { server, path } };
  },
} as const);

export interface ExistingVolumeProps {
  /**
   * The storage: `VolumeSource.csi(driver, volumeHandle)` or `VolumeSource.nfs(server, path)` (`ExistingVolume.source`).
   *
   * @example VolumeSource.nfs('nfs.example.com', '/exports/images')
   */
  readonly source: VolumeSource;
  /**
   * Capacity, above zero (`ExistingVolume.size`). Kubernetes requires a number even for file systems that grow by themselves.
   *
   * @example Size.tebibytes(1)
   */
  readonly size: Size;
  /** Which pods can mount it at the same time (`ExistingVolume.accessMode`). @example 'ReadOnlyMany' */
  readonly accessMode: AccessMode;
  /** The claim's name: `'images'`. @default - the construct's id */
  readonly name?: string;
  /** The PersistentVolume's name, unique in the cluster: `'team-a-images'`. @default - namespace and name of the claim */
  readonly volumeName?: string;
  /** Mount options on the node: `['nconnect=8']`. @default - none */
  readonly mountOptions?: readonly string[];
}

/**
 * Data that exists already: a PersistentVolume for it and the claim that pods mount. Each names the other, so neither can be bound to
 * another object; the storage class is empty, so no provisioner creates a new, empty volume instead.
 *
 * The data is never deleted: the volume is retained, and neither object is pruned.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume
 */
export class ExistingVolume extends Construct {
  /** The claim's name, for `Mount.claim('/data', volume)`. */
  readonly name: string;
  readonly accessMode: AccessMode;
  /** The PersistentVolume. */
  readonly volume: ApiObject;
  /** The PersistentVolumeClaim. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: ExistingVolumeProps) {
    super(scope, id);
    const volume = resolveExistingVolume(this, id, props);
    this.name = volume.name;
    this.accessMode = volume.accessMode;
    this.resource = kubeObject(this, 'Resource', claimManifest(volume));
    const manifest = volumeManifest(volume);
    assertValidManifest('ExistingVolume.source', this.node.path, manifest);
    this.volume = kubeObject(this, 'Volume', manifest);
  }
}

interface ResolvedExistingVolume extends Pick<ExistingVolumeProps, 'source' | 'accessMode'> {
  readonly name: string;
  readonly namespace: string;
  readonly volumeName: string;
  /** The capacity as a quantity. */
  readonly storage: string;
  readonly mountOptions: readonly string[];
}

function resolveExistingVolume(construct: Construct, id: string, props: ExistingVolumeProps): ResolvedExistingVolume {
  const where = construct.node.path;
  validateProps('ExistingVolume', where, props);
  refuseBrokenSource(where, props.source);
  const namespace = Chart.of(construct).namespace ?? '';
  const name = checkName('ExistingVolume.name', where, props.name ?? id);
  return {
    name,
    namespace,
    volumeName: checkName('ExistingVolume.volumeName', where, props.volumeName ?? `${namespace}-${name}`, DNS_SUBDOMAIN),
    source: props.source,
    accessMode: props.accessMode,
    storage: sizeQuantity('ExistingVolume.size', where, props.size),
    mountOptions: props.mountOptions ?? [],
  };
}

function refuseBrokenSource(where: string, source: VolumeSource): void {
  const { csi, nfs } = source as Pick<PersistentVolumeSpec, 'csi' | 'nfs'>;
  if (csi !== undefined && csi.driver !== '' && csi.volumeHandle !== '') return;
  if (nfs !== undefined && nfs.server !== '' && `${nfs.path}`.startsWith('/')) return;
  const what = `invalid source ${JSON.stringify(source)}`;
  const fix = "use VolumeSource.csi('<driver>', '<volume handle>') or VolumeSource.nfs('<server>', '/path')";
  throw new ConfigError('ExistingVolume.source', { where, what, fix });
}

function claimManifest({ name, accessMode, storage, volumeName }: ResolvedExistingVolume): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels: labelsOf(name) },
    spec: { accessModes: [accessMode], storageClassName: '', resources: { requests: { storage } }, volumeName },
  };
}

function volumeManifest({
  name,
  namespace,
  volumeName,
  source,
  accessMode,
  storage,
  mountOptions,
}: ResolvedExistingVolume): PersistentVolume {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName, labels: labelsOf(name) },
    spec: {
      accessModes: [accessMode],
      storageClassName: '',
      capacity: { storage },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace },
      persistentVolumeReclaimPolicy: 'Retain',
      ...(mountOptions.length === 0 ? {} : { mountOptions: [...mountOptions] }),
      ...source,
    },
  };
}

function labelsOf(name: string): Record<string, string> {
  return workloadLabels({ app: name, instance: name, component: 'data-volume' });
}
