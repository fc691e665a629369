import type { ValuePath } from '../../base/value-path';
import { listAt, textAt } from '../../schema/plain-access';
import { type Amounts, amountsAt, amountText, grantedContainers, isAbove, podResources } from '../capacity/pod-totals';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import { POD_KINDS, podOf } from '../index/pods';
import type { Rule, RuleFinding } from '../rule';

/** Something that is larger or smaller than its namespace allows. */
export const limitRange: Rule = {
  code: 'limit.range',
  severity: 'error',
  title: 'a container, pod or claim beyond what a LimitRange of its namespace allows',
  reason: 'the Deployment is accepted and its pods are refused: nothing runs, and only an event says why',
  fix: 'change the resources, or the LimitRange',
  source: 'https://kubernetes.io/docs/concepts/policy/limit-range/',
  kinds: [...POD_KINDS, '/PersistentVolumeClaim'],
  *check(object, context) {
    for (const range of context.beside(object, '/LimitRange')) {
      for (const item of listAt(range.manifest, 'spec', 'limits')) {
        for (const each of measured(object, item, context)) yield* beyond(each, item, range.name);
      }
    }
  },
};

/** Something with requests and limits that an item of a LimitRange looks at. */
interface Measured {
  readonly path: ValuePath;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

function* measured(object: CheckedObject, item: unknown, context: CheckContext): Iterable<Measured> {
  const type = textAt(item, 'type');
  const pod = podOf(object);
  if (type === 'PersistentVolumeClaim' && object.groupKind === '/PersistentVolumeClaim') {
    const requests = amountsAt(object.manifest, 'spec', 'resources', 'requests');
    yield { path: ['spec', 'resources'], requests, limits: requests };
  }
  if (pod === undefined) return;
  const containers = grantedContainers(object, pod, context);
  if (type === 'Container') yield* containers.map(({ path, requests, limits }) => ({ path: [...path, 'resources'], requests, limits }));
  if (type === 'Pod') yield { path: pod.path, ...podResources(containers, pod) };
}

/** As the admission of Kubernetes compares: what has no request is below every least, what has no limit above every greatest. */
function* beyond({ path, requests, limits }: Measured, item: unknown, range: string): Iterable<RuleFinding> {
  for (const [name, least] of amountsAt(item, 'min')) {
    const amount = Math.min(requests.get(name) ?? 0, limits.get(name) ?? Number.POSITIVE_INFINITY);
    if (isAbove(least, amount))
      yield {
        path,
        what: `ask for ${amountText(name, amount)} of ${name}, and LimitRange ${range} has a min of ${amountText(name, least)}`,
      };
  }
  for (const [name, most] of amountsAt(item, 'max')) {
    const amount = Math.max(limits.get(name) ?? Number.POSITIVE_INFINITY, requests.get(name) ?? 0);
    if (!isAbove(amount, most)) continue;
    const said = amount === Number.POSITIVE_INFINITY ? `have no limit of ${name}` : `allow ${amountText(name, amount)} of ${name}`;
    yield { path, what: `${said}, and LimitRange ${range} has a max of ${amountText(name, most)}` };
  }
  for (const [name, most] of amountsAt(item, 'maxLimitRequestRatio')) {
    const [request, limit] = [requests.get(name) ?? 0, limits.get(name) ?? 0];
    if (request > 0 && isAbove(limit / request, most))
      yield { path, what: `allow ${limit / request} times the ${name} that they ask for, and LimitRange ${range} ${most} times` };
  }
}
