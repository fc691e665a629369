import type { Fields } from '../../schema/plain-access';
import { listAt, numberAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { eachContainer, POD_KINDS, podOf } from './each-container';

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
  policy: podPolicy({
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
