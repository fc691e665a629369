import type { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { PersistentVolumeClaim } from '../../../imports/kubernetes';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import { validateProps } from '../../base/validate-props';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { kubeObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

/** Which pods can mount a volume at the same time. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany';

export interface DataVolumeProps {
  /**
   * Capacity, above zero (`DataVolume.size`). It can grow later if the storage class allows it; it can never shrink.
   *
   * @example Size.gibibytes(100)
   */
  readonly size: Size;
  /**
   * Which pods can mount it at the same time: those of one node (`ReadWriteOnce`), one pod (`ReadWriteOncePod`), or those of any node
   * (`ReadWriteMany`, `ReadOnlyMany`; needs a network file system). Required; cannot be changed later.
   *
   * @example 'ReadWriteOnce'
   */
  readonly accessMode: AccessMode;
  /** The StorageClass: `'fast-ssd'`. Cannot be changed later. @default - the cluster's default */
  readonly storageClass?: string;
  /** Start with the content of this {@link VolumeSnapshot} of the same namespace. Cannot be changed later. @default - empty */
  readonly from?: string | NamedRef;
  /** The claim's name: `'checkpoints'`. @default - the construct's id */
  readonly name?: string;
  /** Label `app.kubernetes.io/name`: `'ranking'`. @default - the name */
  readonly app?: string;
  /**
   * Keep the claim and its data when its file is removed from Git: `false` lets the delivery delete both.
   *
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * Storage that outlives pods: for checkpoints, a dataset, a model cache. A PersistentVolumeClaim.
 *
 * @example Mount.claim('/checkpoints', new DataVolume(this, 'checkpoints', { size: Size.gibibytes(500), accessMode: 'ReadWriteOnce' }))
 */
export class DataVolume extends Construct {
  /** The claim's name, for `Mount.claim('/data', volume)`. */
  readonly name: string;
  readonly accessMode: AccessMode;
  /** The PersistentVolumeClaim. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: DataVolumeProps) {
    super(scope, id);
    const volume = resolveDataVolume(this.node.path, id, props);
    this.name = volume.name;
    this.accessMode = volume.accessMode;
    this.resource = kubeObject(this, 'Resource', claimManifest(volume));
    addDeliveryHints(this.resource, { retain: volume.keep });
    if (Construct.isConstruct(props.from)) this.node.addDependency(props.from);
  }
}

interface ResolvedDataVolume extends Pick<DataVolumeProps, 'accessMode' | 'storageClass'> {
  readonly name: string;
  readonly app: string;
  /** The capacity as a quantity. */
  readonly storage: string;
  /** The snapshot's name. */
  readonly snapshot: string | undefined;
  readonly keep: boolean;
}

function resolveDataVolume(where: string, id: string, props: DataVolumeProps): ResolvedDataVolume {
  validateProps('DataVolume', where, props);
  const { accessMode, storageClass, from, keep = true } = props;
  const name = checkName('DataVolume.name', where, props.name ?? id);
  if (storageClass !== undefined) checkName('DataVolume.storageClass', where, storageClass, DNS_SUBDOMAIN);
  const storage = sizeQuantity('DataVolume.size', where, props.size);
  const snapshot = from === undefined ? undefined : checkName('DataVolume.from', where, nameOf(from), DNS_SUBDOMAIN);
  return { name, app: props.app ?? name, accessMode, storageClass, storage, snapshot, keep };
}

function claimManifest({ name, app, accessMode, storageClass, storage, snapshot }: ResolvedDataVolume): PersistentVolumeClaim {
  const dataSource = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: snapshot ?? '' };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels: workloadLabels({ app, instance: name, component: 'data-volume' }) },
    spec: {
      accessModes: [accessMode],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      ...(snapshot === undefined ? {} : { dataSource }),
      resources: { requests: { storage } },
    },
  };
}
