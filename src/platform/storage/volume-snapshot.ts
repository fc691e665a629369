import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { customObject } from '../../kube/kube-object';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

export interface VolumeSnapshotProps {
  /** The claim whose content it is, of the same namespace: a `DataVolume`, or a name. @example volume */
  readonly of: string | NamedRef;
  /** The VolumeSnapshotClass. @default - the cluster's own default for the driver */
  readonly snapshotClass?: string | NamedRef;
  /** The snapshot's name. @default - the construct's id */
  readonly name?: string;
}

/**
 * The content of a claim at one moment: when this object is first applied. To take another, add another; it cannot be taken again.
 *
 * `new DataVolume(this, 'copy', { …, from: snapshot })` makes a volume with that content. Removing the file keeps the snapshot.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volume-snapshots/
 */
export class VolumeSnapshot extends Construct {
  readonly name: string;
  /** The VolumeSnapshot. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: VolumeSnapshotProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('VolumeSnapshot', where, props);
    this.name = checkName('VolumeSnapshot.name', where, props.name ?? id, DNS_SUBDOMAIN);
    const claim = checkName('VolumeSnapshot.of', where, nameOf(props.of), DNS_SUBDOMAIN);
    this.resource = customObject(this, 'Resource', {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshot',
      metadata: { name: this.name },
      spec: { ...snapshotClass(where, props.snapshotClass), source: { persistentVolumeClaimName: claim } },
    });
    addDeliveryHints(this.resource, { retain: true });
    if (Construct.isConstruct(props.of)) this.node.addDependency(props.of);
  }
}

function snapshotClass(where: string, given: string | NamedRef | undefined): { readonly volumeSnapshotClassName?: string } {
  if (given === undefined) return {};
  return { volumeSnapshotClassName: checkName('VolumeSnapshot.snapshotClass', where, nameOf(given), DNS_SUBDOMAIN) };
}
