import { type ApiObject, Chart, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { PersistentVolume, PersistentVolumeSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { assertValidManifest } from '../../kube/assert-valid-manifest';
import { kubeObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';
import { type AccessMode, checkAccessMode } from './data-volume';

/** Storage that was there before. Made by {@link VolumeSource}. */
export type VolumeSource = Pick<PersistentVolumeSpec, 'csi'> | Pick<PersistentVolumeSpec, 'nfs'>;

/** Kinds of storage. A directory of a node is none: its data would be gone with the node. */
export const VolumeSource = checkedFactories('VolumeSource', {
  /** A volume of a CSI driver, by the driver's own name for it: `VolumeSource.csi('efs.csi.aws.com', 'fs-0123456789abcdef0')`. */
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
  /** An exported directory of an NFS server. */
  nfs(server: string, path: string): VolumeSource {
    return { nfs: { server, path } };
  },
} as const);

export interface ExistingVolumeProps {
  /**
   * Where the data is: `VolumeSource.csi(driver, volumeHandle)` or `VolumeSource.nfs(server, path)`.
   *
   * @example VolumeSource.nfs('nfs.example.com', '/exports/images')
   */
  readonly source: VolumeSource;
  /**
   * How much it holds. File systems that grow by themselves still have to say a number. Zero is refused (`ExistingVolume.size`).
   *
   * @example Size.tebibytes(1)
   */
  readonly size: Size;
  /** Who may mount it at the same time (`ExistingVolume.accessMode`). @example 'ReadOnlyMany' */
  readonly accessMode: AccessMode;
  /** The claim's name. @default - the construct's id */
  readonly name?: string;
  /** The PersistentVolume's name, one for the whole cluster. @default - namespace and name of the claim */
  readonly volumeName?: string;
  /** Options of the mount on the node: `['nconnect=8']`. @default - none */
  readonly mountOptions?: readonly string[];
}

/**
 * Data that is there already: a PersistentVolume for it, and the claim that pods mount. Each names the other, so that neither can be bound to
 * a stranger, and the storage class is empty, so that no provisioner makes a new, empty volume in its place.
 *
 * Nothing here ever deletes the data: the volume is retained, and neither object is pruned.
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
    const where = this.node.path;
    validateProps('ExistingVolume', where, props);
    refuseBrokenSource(where, props.source);
    this.name = checkName('ExistingVolume.name', where, props.name ?? id);
    this.accessMode = checkAccessMode('ExistingVolume.accessMode', where, props.accessMode);
    const namespace = Chart.of(this).namespace ?? '';
    const volumeName = checkName('ExistingVolume.volumeName', where, props.volumeName ?? `${namespace}-${this.name}`, DNS_SUBDOMAIN);
    const labels = workloadLabels({ app: this.name, instance: this.name, component: 'data-volume' });
    const storage = sizeQuantity('ExistingVolume.size', where, props.size);
    const common = { accessModes: [this.accessMode], storageClassName: '' };
    this.resource = kubeObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: this.name, labels },
      spec: { ...common, resources: { requests: { storage } }, volumeName },
    });
    const volume: PersistentVolume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volumeName, labels },
      spec: {
        ...common,
        capacity: { storage },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: this.name, namespace },
        persistentVolumeReclaimPolicy: 'Retain',
        ...(props.mountOptions === undefined ? {} : { mountOptions: [...props.mountOptions] }),
        ...props.source,
      },
    };
    assertValidManifest('ExistingVolume.source', where, volume);
    this.volume = kubeObject(this, 'Volume', volume);
  }
}

function refuseBrokenSource(where: string, source: VolumeSource): void {
  const { csi, nfs } = source as Pick<PersistentVolumeSpec, 'csi' | 'nfs'>;
  if (csi !== undefined && csi.driver !== '' && csi.volumeHandle !== '') return;
  if (nfs !== undefined && nfs.server !== '' && `${nfs.path}`.startsWith('/')) return;
  const what = `source is ${JSON.stringify(source)}`;
  const fix = "use VolumeSource.csi('<driver>', '<its name of the volume>') or VolumeSource.nfs('<server>', '/path')";
  throw new ConfigError('ExistingVolume.source', { where, what, fix });
}
