import { type Fields, fieldsAt, listAt, textAt } from '../plain-access';
import { quantityValue } from '../quantity';
import type { Semantics } from '../schema-finding';
import { isContainerResource, isExtendedResource, isResourceName } from './resource-name';

const COUNTED = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);

/** Names and amounts of a quota. */
export const quotaSemantics: Semantics = (object, report) => {
  for (const [name, amount] of Object.entries(fieldsAt(object, 'spec', 'hard'))) {
    const path = ['spec', 'hard', name];
    const plain = name.replace(/^(requests|limits)\./, '');
    if (!isQuotaName(name))
      report(
        path,
        'is nothing that a quota counts',
        'write requests.cpu, limits.memory, pods, requests.nvidia.com/gpu or count/jobs.batch',
      );
    else if ((COUNTED.has(name) || name.startsWith('count/') || isExtendedResource(plain)) && !Number.isInteger(quantityValue(amount))) {
      report(path, `is ${amount}, and this is counted whole`, 'write a whole number');
    }
  }
};

function isQuotaName(name: string): boolean {
  if (COUNTED.has(name) || name.includes('/')) return true;
  return isResourceName(name.replace(/^(requests|limits)\./, ''));
}

/** Items of a limit range: each type once, and default requests below defaults below the greatest. */
export const limitRangeSemantics: Semantics = (object, report) => {
  const types = new Set<unknown>();
  for (const [index, item] of listAt(object, 'spec', 'limits').entries()) {
    const path = ['spec', 'limits', index];
    const type = textAt(item, 'type') ?? '';
    if (types.has(type)) report([...path, 'type'], `is ${type}, as in another item`, 'put both into one');
    types.add(type);
    if (!/^(Pod|Container|PersistentVolumeClaim)$/.test(type) && !type.includes('/'))
      report([...path, 'type'], `is "${type}"`, 'write Container, Pod or PersistentVolumeClaim');
    for (const field of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio']) {
      const known = type === 'Container' || type === 'Pod' ? isContainerResource : isResourceName;
      for (const name of Object.keys(fieldsAt(item, field)))
        if (!known(name)) report([...path, field, name], 'is no resource', 'write cpu, memory or ephemeral-storage');
      if (type === 'Pod' && field.startsWith('default') && Object.keys(fieldsAt(item, field)).length > 0)
        report([...path, field], 'may not stand in an item of type Pod', 'move it to one of type Container');
    }
    for (const [low, high] of ORDER) order([...path], fieldsAt([item], 0), low, high, report);
  }
};

const ORDER = [
  ['min', 'max'],
  ['min', 'defaultRequest'],
  ['min', 'default'],
  ['defaultRequest', 'default'],
  ['defaultRequest', 'max'],
  ['default', 'max'],
] as const;

function order(path: readonly (string | number)[], item: Fields, low: string, high: string, report: Parameters<Semantics>[1]): void {
  for (const [name, amount] of Object.entries(fieldsAt(item, low))) {
    const bound = fieldsAt(item, high)[name];
    if (bound === undefined || (quantityValue(amount) ?? 0) <= (quantityValue(bound) ?? 0)) continue;
    report([...path, low, name], `is ${amount}, more than ${high} (${bound})`, 'lower it');
  }
}
