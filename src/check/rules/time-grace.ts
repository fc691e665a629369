import type { Fields } from '../../schema/plain-access';
import { listAt, numberAt } from '../../schema/plain-access';
import type { Rule } from '../rule';
import { eachContainer, POD_KINDS, podOf } from './each-container';

/** What a pod gets that does not say. */
const DEFAULT_GRACE = 30;

/** A pod that is killed before it is told to stop. */
export const timeGrace: Rule = {
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
};

/** How long a hook sleeps at the least; undefined for one that does something else. */
function sleepSeconds(container: Fields): number | undefined {
  const action = numberAt(container, 'lifecycle', 'preStop', 'sleep', 'seconds');
  if (action !== undefined) return action;
  const command = listAt(container, 'lifecycle', 'preStop', 'exec', 'command').map(String);
  const [program = '', flag, script = ''] = command;
  const line = /^(\/usr)?(\/bin\/)?(ba|da|a)?sh$/.test(program) && flag === '-c' ? script : command.join(' ');
  // What follows may still be done; what comes before may take any time, too.
  const [, seconds] = /^\s*(?:\/bin\/)?sleep\s+(\d+)s?\s*(?:$|;|&&|\n)/.exec(line) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
