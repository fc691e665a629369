import { fieldsAt, valueAt } from '../../schema/plain-access';
import { quantityValue } from '../../schema/quantity';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import type { Workload } from '../index/namespace-index';
import { type Amounts, grantedContainers, podResources } from './pod-totals';

/** One limit of a ResourceQuota on pods. */
export interface QuotaLimit {
  /** As the quota calls it: `requests.cpu`. */
  readonly name: string;
  readonly hard: number;
  /** What one pod takes of it. */
  readonly of: (pod: { readonly requests: Amounts; readonly limits: Amounts }) => number;
}

/** The limits on pods of a quota. None where it counts some pods only. */
export function quotaLimits({ manifest }: CheckedObject): readonly QuotaLimit[] {
  if (valueAt(manifest, 'spec', 'scopes') !== undefined || valueAt(manifest, 'spec', 'scopeSelector') !== undefined) return [];
  return Object.entries(fieldsAt(manifest, 'spec', 'hard')).flatMap(([name, amount]): QuotaLimit[] => {
    const hard = quantityValue(amount);
    const of = counted(name);
    return hard === undefined || of === undefined ? [] : [{ name, hard, of }];
  });
}

const PLAIN = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
function counted(name: string): QuotaLimit['of'] | undefined {
  if (name === 'pods' || name === 'count/pods') return () => 1;
  if (PLAIN.test(name)) return ({ requests }) => requests.get(name) ?? 0;
  const [, field, resource = ''] = /^(requests|limits)\.(.+)$/.exec(name) ?? [];
  if (field === 'limits') return PLAIN.test(resource) ? ({ limits }) => limits.get(resource) ?? 0 : undefined;
  // Storage and devices of claims are counted by other objects than pods.
  if (field !== 'requests' || resource === 'storage' || resource.startsWith('deviceclass.resource.')) return undefined;
  return PLAIN.test(resource) || resource.includes('/') ? ({ requests }) => requests.get(resource) ?? 0 : undefined;
}

/** What one pod of a workload is granted. */
export function podOfWorkload({ object, pod }: Workload, context: CheckContext): { readonly requests: Amounts; readonly limits: Amounts } {
  return podResources(grantedContainers(object, pod, context), pod);
}
