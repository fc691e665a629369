import { goDurationSeconds } from '../../schema/go-duration';
import { listAt, numberAt, textAt, valueAt } from '../../schema/plain-access';
import { groupKindOf } from '../../schema/pod-template';
import type { CheckedObject } from '../checked-object';
import { deliveriesIn, FLUX_KUSTOMIZATION } from '../deliveries';
import type { Rule } from '../rule';
import { startupBudget } from '../startup-budget';
import { podOf } from './each-container';

/** The least that Flux waits, and what it takes off the interval where nothing is said. */
const FLUX_SECONDS = 30;

/** A delivery that gives up on objects that are on time. */
export const timeDelivery: Rule = {
  code: 'time.delivery',
  severity: 'warning',
  title: 'a Flux Kustomization that waits for less time than its objects may take',
  reason: 'the Kustomization fails while they are on time, and what depends on it does not start',
  fix: 'set spec.timeout to more than the longest of them may take; give jobs that take long a Kustomization with wait: false',
  source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/#timeout',
  kinds: [FLUX_KUSTOMIZATION],
  *check(object, world) {
    const timeout = timeoutSeconds(object);
    if (timeout === undefined) return;
    const waited = deliveriesIn(world)
      .objectsOf(object)
      .filter((each) => isWaitedFor(object, each));
    const slow = waited.flatMap((each) => budgetOf(each) ?? []).filter(({ seconds }) => seconds > timeout);
    const [longest] = slow.sort((left, right) => right.seconds - left.seconds);
    if (longest === undefined) return;
    const said = valueAt(object.manifest, 'spec', 'timeout') === undefined ? 'is missing, which means' : 'is';
    yield { path: ['spec', 'timeout'], what: `${said} ${timeout} s, and ${longest.what} (${longest.reason})` };
  },
};

function timeoutSeconds({ manifest }: CheckedObject): number | undefined {
  const timeout = textAt(manifest, 'spec', 'timeout');
  if (timeout !== undefined) return goDurationSeconds(timeout);
  const interval = goDurationSeconds(textAt(manifest, 'spec', 'interval') ?? '');
  return interval === undefined ? undefined : Math.max(FLUX_SECONDS, interval - FLUX_SECONDS);
}

function isWaitedFor({ manifest }: CheckedObject, { groupKind, name, namespace }: CheckedObject): boolean {
  if (valueAt(manifest, 'spec', 'wait') === true) return true;
  return listAt(manifest, 'spec', 'healthChecks').some(
    (check) =>
      groupKindOf(textAt(check, 'apiVersion') ?? '', textAt(check, 'kind') ?? '') === groupKind &&
      textAt(check, 'name') === name &&
      textAt(check, 'namespace') === namespace,
  );
}

interface Budget {
  readonly seconds: number;
  readonly what: string;
  readonly reason: string;
}

/** How long an object may take until it is ready, so far as it says so itself. */
function budgetOf(object: CheckedObject): Budget | undefined {
  const { groupKind, name, manifest } = object;
  const titled = (seconds: number, reason: string): Budget => ({
    seconds,
    what: `${groupKind.split('/')[1]} ${name} may take ${seconds} s`,
    reason,
  });
  if (groupKind === 'batch/Job') {
    const deadline = numberAt(manifest, 'spec', 'activeDeadlineSeconds');
    return deadline === undefined ? undefined : titled(deadline, 'activeDeadlineSeconds');
  }
  if (groupKind !== 'apps/Deployment' && groupKind !== 'apps/StatefulSet') return undefined;
  const pod = podOf(object);
  const startup = pod && startupBudget(pod);
  return startup === undefined ? undefined : titled(startup, 'startupProbe');
}
