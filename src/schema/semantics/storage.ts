import type { ValuePath } from '../../base/value-path';
import { type Fields, fieldsAt, listAt, textAt, valueAt } from '../plain-access';
import { quantityValue } from '../quantity';
import type { Report, Semantics } from '../schema-finding';
import { TEXT_FORMATS } from '../structure/formats';
import { labelSelectorSemantics } from './label-selector';

/** What a claim asks for. */
export const claimSemantics: Semantics = (object, report) => claimSpecSemantics(['spec'], fieldsAt(object, 'spec'), report);

/** The same, also for the claims that a StatefulSet makes. */
export function claimSpecSemantics(path: ValuePath, spec: Fields, report: Report): void {
  const storage = valueAt(spec, 'resources', 'requests', 'storage');
  const at = [...path, 'resources', 'requests', 'storage'];
  if (storage === undefined) report(at, 'is missing', 'say how much, for example 100Gi');
  else if ((quantityValue(storage) ?? 0) <= 0) report(at, `is ${storage}`, 'write an amount above zero, for example 100Gi');
  className([...path, 'storageClassName'], textAt(spec, 'storageClassName'), report);
  labelSelectorSemantics([...path, 'selector'], valueAt(spec, 'selector'), report);
  if (listAt(spec, 'accessModes').includes('ReadWriteOncePod') && listAt(spec, 'accessModes').length > 1) {
    report([...path, 'accessModes'], 'has ReadWriteOncePod beside others', 'write it alone');
  }
}

function className(path: ValuePath, name: string | undefined, report: Report): void {
  if (name && !TEXT_FORMATS['dns-subdomain']?.test(name))
    report(path, `is "${name}", which is no name of a StorageClass`, 'write a DNS name');
}

const VOLUME_TYPES =
  /^(awsElasticBlockStore|azureDisk|azureFile|cephfs|cinder|csi|fc|flexVolume|flocker|gcePersistentDisk|glusterfs|hostPath|iscsi|local|nfs|photonPersistentDisk|portworxVolume|quobyte|rbd|scaleIO|storageos|vsphereVolume)$/;

/** Capacity and source of a volume. */
export const volumeSemantics: Semantics = (object, report) => {
  const spec = fieldsAt(object, 'spec');
  const capacity = fieldsAt(spec, 'capacity');
  if (Object.keys(capacity).join() !== 'storage')
    report(['spec', 'capacity'], 'must hold storage and nothing else', 'write capacity: {storage: 100Gi}');
  else if ((quantityValue(capacity.storage) ?? 0) <= 0)
    report(['spec', 'capacity', 'storage'], `is ${capacity.storage}`, 'write an amount above zero');
  const types = Object.keys(spec).filter((field) => VOLUME_TYPES.test(field) && spec[field] !== null);
  if (types.length === 0) report(['spec'], 'names no kind of volume', 'add csi or nfs');
  if (types.length > 1) report(['spec'], `names several kinds of volume: ${types.join(', ')}`, 'keep one');
  className(['spec', 'storageClassName'], textAt(spec, 'storageClassName'), report);
};

/** Name of the driver. */
export const storageClassSemantics: Semantics = (object, report) => {
  const provisioner = textAt(object, 'provisioner') ?? '';
  if (!TEXT_FORMATS['qualified-name']?.test(provisioner.toLowerCase()))
    report(['provisioner'], `is "${provisioner}", which is no [prefix/]name`, 'write the name of the driver');
};
