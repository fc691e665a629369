import { type Fields, listAt, numberAt, textAt, valueAt } from '../../schema/plain-access';
import { groupKindOf, type PodTemplate, podContainers } from '../../schema/pod-template';
import { goDurationSeconds } from '../../schema/structure/formats';
import { deliveriesIn, FLUX_KUSTOMIZATION } from '../delivery/deliveries';
import type { CheckedObject } from '../index/checked-object';
import { eachContainer, POD_KINDS, podOf } from '../index/pods';
import { cel } from '../policy/cel';
import { shippedPodPolicy } from '../policy/pod-policy';
import type { EnforceableRule, Rule } from '../rule';

/** The defaults of the API server. */
export const PERIOD = 10;
const THRESHOLD = 3;

/** How long the containers of a pod may take to start, as their startup probes say, in seconds. Undefined without such a probe. */
function startupBudget(pod: PodTemplate): number | undefined {
  const budgets = podContainers(pod).flatMap(({ container }) => {
    const probe = valueAt(container, 'startupProbe');
    if (probe === undefined) return [];
    const delay = numberAt(probe, 'initialDelaySeconds') ?? 0;
    return delay + (numberAt(probe, 'periodSeconds') ?? PERIOD) * (numberAt(probe, 'failureThreshold') ?? THRESHOLD);
  });
  return budgets.length === 0 ? undefined : Math.max(...budgets);
}

/** What a pod gets that does not say. */
const DEFAULT_GRACE = 30;

/** Programs that run a line of text. */
const SHELL = '^(/usr)?(/bin/)?(ba|da|a)?sh$';
const SHELL_PATTERN = new RegExp(SHELL);

/** A line that sleeps first. */
const SLEEP = String.raw`^\s*(?:/bin/)?sleep\s+(\d+)s?\s*(?:$|;|&&|\n)`;
const SLEEP_PATTERN = new RegExp(SLEEP);

/** A pod that is killed before it is told to stop. */
export const timeGrace: EnforceableRule = {
  code: 'time.grace',
  severity: 'warning',
  title: 'a preStop that sleeps for all of terminationGracePeriodSeconds',
  reason: 'the hook is a part of that time: the container is killed at its end, with every request that runs in it',
  fix: 'make terminationGracePeriodSeconds the sum of the sleep and of the longest request',
  source: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution',
  kinds: POD_KINDS,
  *check(object) {
    const grace = numberAt(podOf(object)?.spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
    for (const { path, container } of eachContainer(object)) {
      const sleep = sleepSeconds(container);
      if (sleep === undefined || sleep === 0 || sleep < grace) continue;
      yield { path: [...path, 'lifecycle', 'preStop'], what: `sleeps ${sleep} s, and the pod has ${grace} s to end` };
    }
  },
  policy: shippedPodPolicy({
    variables: {
      grace: `variables.pod.?terminationGracePeriodSeconds.orValue(${DEFAULT_GRACE})`,
      hooks: cel`
        variables.containers
          .filter(c, c.?lifecycle.?preStop.hasValue())
          .map(c, {
            'container': string(c.name),
            'seconds': c.lifecycle.preStop.?sleep.?seconds.hasValue() ? string(c.lifecycle.preStop.sleep.seconds)
              : [c.lifecycle.preStop.?exec.?command.orValue([])]
                .map(words, words.size() > 1 && words[0].matches('${SHELL}') && words[1] == '-c'
                  ? (words.size() > 2 ? words[2] : '')
                  : words.join(' '))
                .map(line, line.find(r'${SLEEP}').find('[0-9]+'))[0]
          })`,
    },
    findings: cel`
      variables.hooks
        .filter(hook, hook.seconds != '' && double(hook.seconds) > 0.0 && double(hook.seconds) >= double(variables.grace))
        .map(hook, 'container ' + hook.container + ' sleeps ' + hook.seconds + ' s before it stops, and the pod has '
          + string(variables.grace) + ' s to end')`,
  }),
};

/** How long a hook sleeps at the least; undefined for one that does something else. */
function sleepSeconds(container: Fields): number | undefined {
  const action = numberAt(container, 'lifecycle', 'preStop', 'sleep', 'seconds');
  if (action !== undefined) return action;
  const command = listAt(container, 'lifecycle', 'preStop', 'exec', 'command').map(String);
  const [program = '', flag, script = ''] = command;
  const line = SHELL_PATTERN.test(program) && flag === '-c' ? script : command.join(' ');
  // What follows may still be done; what comes before may take any time, too.
  const [, seconds] = SLEEP_PATTERN.exec(line) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

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
  *check(object, context) {
    const timeout = timeoutSeconds(object);
    if (timeout === undefined) return;
    const waited = deliveriesIn(context)
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

/** What a Deployment gets that does not say. */
const DEFAULT_DEADLINE = 600;

/** A rollout that is given up while its pods are still allowed to start. */
export const timeProgress: EnforceableRule = {
  code: 'time.progress',
  severity: 'warning',
  title: 'a startup probe that allows more time than the rollout has',
  reason:
    'the rollout counts as failed while the pod is still starting in time; Flux and Argo CD report it, and what comes after does not come',
  fix: 'set progressDeadlineSeconds to more than the startup, the pull of the image and the stop of the old pod together',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds',
  kinds: ['apps/Deployment'],
  *check(object) {
    const pod = podOf(object);
    const startup = pod && startupBudget(pod);
    const deadline = numberAt(object.manifest, 'spec', 'progressDeadlineSeconds') ?? DEFAULT_DEADLINE;
    if (startup !== undefined && startup > deadline)
      yield { path: ['spec', 'progressDeadlineSeconds'], what: `is ${deadline}, and the startup probe allows ${startup} s` };
  },
  policy: shippedPodPolicy({
    findings: cel`
      variables.containers
        .filter(c, has(c.startupProbe)
          && c.startupProbe.?initialDelaySeconds.orValue(0)
            + c.startupProbe.?periodSeconds.orValue(${String(PERIOD)}) * c.startupProbe.?failureThreshold.orValue(${String(THRESHOLD)})
            > object.spec.?progressDeadlineSeconds.orValue(${String(DEFAULT_DEADLINE)}))
        .map(c, 'the startup probe of container ' + c.name + ' allows more time than progressDeadlineSeconds')`,
  }),
};
