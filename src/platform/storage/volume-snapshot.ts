import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { type CustomObject, customObject } from '../../kube/kube-object';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

export interface VolumeSnapshotProps {
  /** The claim to take the content from, in the same namespace: a `DataVolume`, or its name. @example 'features' */
  readonly of: string | NamedRef;
  /** The VolumeSnapshotClass: `'csi-snapshots'`. @default - the cluster's default for the driver */
  readonly snapshotClass?: string | NamedRef;
  /** The snapshot's name: `'features-before-v2'`. @default - the construct's id */
  readonly name?: string;
}

/**
 * The content of a claim at the moment when this object is first applied. A snapshot is never taken again: for another one, add another.
 *
 * `new DataVolume(this, 'copy', { …, from: snapshot })` creates a volume with that content. Removing the file from Git keeps the snapshot.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volume-snapshots/
 */
export class VolumeSnapshot extends Construct {
  readonly name: string;
  /** The VolumeSnapshot. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: VolumeSnapshotProps) {
    super(scope, id);
    const snapshot = resolveSnapshot(this.node.path, id, props);
    this.name = snapshot.name;
    this.resource = customObject(this, 'Resource', snapshotManifest(snapshot));
    addDeliveryHints(this.resource, { retain: true });
    if (Construct.isConstruct(props.of)) this.node.addDependency(props.of);
  }
}

interface ResolvedSnapshot {
  readonly name: string;
  readonly claim: string;
  readonly snapshotClass: string | undefined;
}

function resolveSnapshot(where: string, id: string, props: VolumeSnapshotProps): ResolvedSnapshot {
  validateProps('VolumeSnapshot', where, props);
  const { snapshotClass } = props;
  return {
    name: checkName('VolumeSnapshot.name', where, props.name ?? id, DNS_SUBDOMAIN),
    claim: checkName('VolumeSnapshot.of', where, nameOf(props.of), DNS_SUBDOMAIN),
    snapshotClass:
      snapshotClass === undefined ? undefined : checkName('VolumeSnapshot.snapshotClass', where, nameOf(snapshotClass), DNS_SUBDOMAIN),
  };
}

function snapshotManifest({ name, claim, snapshotClass }: ResolvedSnapshot): CustomObject {
  return {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshot',
    metadata: { name },
    spec: {
      ...(snapshotClass === undefined ? {} : { volumeSnapshotClassName: snapshotClass }),
      source: { persistentVolumeClaimName: claim },
    },
  };
}
