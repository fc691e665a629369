import type { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { PersistentVolumeClaimSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import { validateProps } from '../../base/validate-props';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { kubeObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

export interface DataVolumeProps {
  /**
   * How much it holds. It can grow later where the storage class allows that; it can never shrink. Zero is refused (`DataVolume.size`).
   *
   * @example Size.gibibytes(100)
   */
  readonly size: Size;
  /**
   * Who may mount it at the same time: the pods of one node (`ReadWriteOnce`), one pod (`ReadWriteOncePod`), or pods of any node
   * (`ReadWriteMany`, `ReadOnlyMany`), which only file systems that are shared over the network can do.
   *
   * Required, and cannot be changed later.
   *
   * @example 'ReadWriteOnce'
   */
  readonly accessMode: AccessMode;
  /** The StorageClass; cannot be changed later. @default - the cluster's own default */
  readonly storageClass?: string;
  /** A {@link VolumeSnapshot} of the same namespace whose content it starts with; cannot be changed later. @default - empty */
  readonly from?: string | NamedRef;
  /** The claim's name. @default - the construct's id */
  readonly name?: string;
  /** The application that it belongs to, for the label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /**
   * Whether the data outlives the file in Git. With false, removing the file deletes the claim and what is in it.
   *
   * @default true
   */
  readonly keep?: boolean;
}

/**
 * A place for data that outlives pods: checkpoints, a data set, a model cache. A PersistentVolumeClaim.
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
    const where = this.node.path;
    validateProps('DataVolume', where, props);
    this.name = props.name ?? id;
    this.accessMode = props.accessMode;
    const labels = workloadLabels({ app: props.app ?? this.name, instance: this.name, component: 'data-volume' });
    const metadata = { name: checkName('DataVolume.name', where, this.name), labels };
    const spec = claimSpec(where, props);
    this.resource = kubeObject(this, 'Resource', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec });
    addDeliveryHints(this.resource, { retain: props.keep ?? true });
    if (Construct.isConstruct(props.from)) this.node.addDependency(props.from);
  }
}

function claimSpec(where: string, { size, accessMode, storageClass, from }: DataVolumeProps): PersistentVolumeClaimSpec {
  const storage = sizeQuantity('DataVolume.size', where, size);
  if (storageClass !== undefined) checkName('DataVolume.storageClass', where, storageClass, DNS_SUBDOMAIN);
  return {
    accessModes: [checkAccessMode('DataVolume.accessMode', where, accessMode)],
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    ...(from === undefined ? {} : { dataSource: snapshotSource(where, nameOf(from)) }),
    resources: { requests: { storage } },
  };
}

function snapshotSource(where: string, name: string): NonNullable<PersistentVolumeClaimSpec['dataSource']> {
  checkName('DataVolume.from', where, name, DNS_SUBDOMAIN);
  return { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name };
}

/** Who may mount a volume at the same time. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany';

const ACCESS_MODES: readonly AccessMode[] = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany', 'ReadOnlyMany'];

/** Refuses what is no access mode, under `code`. */
export function checkAccessMode(code: string, where: string, accessMode: AccessMode): AccessMode {
  if (ACCESS_MODES.includes(accessMode)) return accessMode;
  const what = `access mode ${JSON.stringify(accessMode)} is not known`;
  throw new ConfigError(code, { where, what, fix: `use ${ACCESS_MODES.join(', ')}` });
}
