import { type ContainerAmounts, podAmounts } from '../../kube/capacity/pod-demand';
import { type Fields, fieldsAt, listAt, numberAt, textAt } from '../../schema/plain-access';
import { type PodContainer, type PodTemplate, podContainers, podTemplate } from '../../schema/pod-template';
import { quantityValue } from '../../schema/quantity';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';

/** Amounts by resource: `cpu`, `memory`, `nvidia.com/gpu`. */
export type Amounts = ReadonlyMap<string, number>;

/** What a container has once the server and the LimitRanges of its namespace have filled in what it does not say. */
interface GrantedContainer extends PodContainer {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/**
 * The containers of a pod with what they are granted.
 *
 * The server takes a limit for a request that is missing; then each LimitRange adds what is still missing.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function grantedContainers(owner: CheckedObject, pod: PodTemplate, context: CheckContext): readonly GrantedContainer[] {
  const ranges = context.beside(owner, '/LimitRange').flatMap(({ manifest }) => containerDefaults(manifest));
  return podContainers(pod).map((each) => {
    const limits = amountsAt(each.container, 'resources', 'limits');
    const requests = new Map([...limits, ...amountsAt(each.container, 'resources', 'requests')]);
    const granted = new Map(limits);
    for (const range of ranges) {
      addMissing(requests, range.requests);
      addMissing(granted, range.limits);
    }
    return { ...each, requests, limits: granted };
  });
}

/** What a whole pod is granted: requests and limits of its containers, unless the pod has its own. */
export function podResources(
  containers: readonly GrantedContainer[],
  pod: PodTemplate,
): { readonly requests: Amounts; readonly limits: Amounts } {
  const sum = (field: 'requests' | 'limits') =>
    podAmounts(containers.map((each): ContainerAmounts => ({ amounts: each[field], runs: each.init ? 'before' : 'beside' })));
  const limits = amountsAt(pod.spec, 'resources', 'limits');
  const requests = new Map([...limits, ...amountsAt(pod.spec, 'resources', 'requests')]);
  return { requests: new Map([...sum('requests'), ...requests]), limits: new Map([...sum('limits'), ...limits]) };
}

/** Amounts in some field; what is no quantity is left out. */
export function amountsAt(data: unknown, ...keys: readonly (string | number)[]): Amounts {
  return amountsOf(fieldsAt(data, ...keys));
}

function amountsOf(fields: Fields): Amounts {
  return new Map(
    Object.entries(fields).flatMap(([name, quantity]): [string, number][] => {
      const amount = quantityValue(quantity);
      return amount === undefined ? [] : [[name, amount]];
    }),
  );
}

interface Defaults {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** A LimitRange fills in its own gaps first: a greatest limit is the default limit, and that is the default request. */
function containerDefaults(manifest: unknown): readonly Defaults[] {
  const items = listAt(manifest, 'spec', 'limits').filter((item) => textAt(item, 'type') === 'Container');
  return items.map((item) => {
    const limits = new Map([...amountsAt(item, 'max'), ...amountsAt(item, 'default')]);
    const requests = new Map([...amountsAt(item, 'min'), ...limits, ...amountsAt(item, 'defaultRequest')]);
    return { requests, limits };
  });
}

function addMissing(amounts: Map<string, number>, defaults: Amounts): void {
  for (const [name, amount] of defaults) if (!amounts.has(name)) amounts.set(name, amount);
}

/** Whether an amount is more than another. Thousandths are near enough, not exact: 700m is a little more than 0.7. */
export function isAbove(amount: number, most: number): boolean {
  return amount > most * (1 + 1e-9);
}

/** An amount as people write it: `4`, `500m`, `16Gi`. */
export function amountText(resource: string, amount: number): string {
  if (/(^|\.)(memory|ephemeral-storage|storage)$|hugepages-/.test(resource)) return bytesText(amount);
  return Number.isInteger(amount) ? `${amount}` : `${Math.round(amount * 1000)}m`;
}

const BYTES: readonly (readonly [unit: string, bytes: number])[] = [
  ['Ti', 2 ** 40],
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
];

function bytesText(amount: number): string {
  const [unit, bytes] = BYTES.find(([, each]) => amount >= each) ?? ['', 1];
  return `${Math.round((amount / bytes) * 100) / 100}${unit}`;
}

/** Pods of a run that are alike and run at once. */
export interface PodGroup {
  /** What the run calls them; empty for a run of one kind of pods. */
  readonly name: string;
  readonly pod: PodTemplate;
  readonly count: number;
}

const PARTIAL = 'kueue.x-k8s.io/job-min-parallelism';

/** The pods that a run has at once at the least: of a Job and a JobSet, which say so. None for others. */
export function podGroups({ groupKind, manifest }: CheckedObject): readonly PodGroup[] {
  if (groupKind === 'batch/Job' || groupKind === 'batch/CronJob') {
    const pod = podTemplate(groupKind, manifest);
    const spec = groupKind === 'batch/Job' ? fieldsAt(manifest, 'spec') : fieldsAt(manifest, 'spec', 'jobTemplate', 'spec');
    const partial = Number(textAt(manifest, 'metadata', 'annotations', PARTIAL) ?? Number.POSITIVE_INFINITY);
    return pod === undefined ? [] : [{ name: '', pod, count: Math.min(atOnce(spec), partial) }];
  }
  if (groupKind !== 'jobset.x-k8s.io/JobSet') return [];
  return listAt(manifest, 'spec', 'replicatedJobs').flatMap((job, index) => {
    const template = fieldsAt(job, 'template', 'spec', 'template');
    const path = ['spec', 'replicatedJobs', index, 'template', 'spec', 'template', 'spec'];
    const pod = {
      path,
      labels: fieldsAt(template, 'metadata', 'labels'),
      annotations: fieldsAt(template, 'metadata', 'annotations'),
      spec: fieldsAt(template, 'spec'),
    };
    return [{ name: textAt(job, 'name') ?? '', pod, count: (numberAt(job, 'replicas') ?? 1) * atOnce(fieldsAt(job, 'template', 'spec')) }];
  });
}

function atOnce(spec: unknown): number {
  return Math.min(numberAt(spec, 'parallelism') ?? 1, numberAt(spec, 'completions') ?? Number.POSITIVE_INFINITY);
}
