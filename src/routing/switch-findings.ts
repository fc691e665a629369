import { ConfigError } from '../base/config-error';
import { parseImage, unpinnedReason } from '../kube/image';
import type { Colour } from './colours';
import { type RouteState, workloadsOf } from './switch-proof';

/** What an environment asks of an edit. */
export interface SwitchRules {
  /** The construct path of the route, for messages. */
  readonly where: string;
  /** Whether images need a digest. */
  readonly pins: 'required' | 'recommended';
}

/**
 * Refuses to send users to a colour that does not run yet (`switch.off`), all of them to one that is scaled down (`switch.scaled`), or any to
 * one whose images may mean something else tomorrow where digests are
 * asked for (`switch.pin`).
 *
 * Whether it runs is read from the state before: waking a colour and sending users to it in one commit would send them to pods that are not
 * there yet. A colour that is made elsewhere is taken as it is.
 */
export function refuseUnready(before: RouteState, after: RouteState, { where, pins }: SwitchRules): void {
  for (const colour of newlyServed(before, after)) {
    refuseSmall(where, before, colour, after);
    const workloads = workloadsOf(before, colour);
    if (workloads !== undefined && !workloads.some(({ replicas }) => replicas > 0)) {
      const what = `${colour} has no pods: ${workloads.map(({ title }) => `${title} has 0 replicas`).join(', ')}`;
      throw new ConfigError('switch.off', { where, what, fix: `run it in a commit of its own, wait until it is ready, then try again` });
    }
    if (pins === 'required') refuseUnpinned(where, colour, workloadsOf(after, colour)?.flatMap(({ images }) => images) ?? []);
  }
}

/** A colour that goes live has the size for it in the commit before: of two changes of one commit nobody knows which comes first. */
function refuseSmall(where: string, { route: { spec } }: RouteState, colour: Colour, after: RouteState): void {
  const { inactive, live } = spec;
  if (inactive.kind === 'warm' || live === colour) return;
  const fix = `wake it in a commit of its own, and wait until it is ready: cdk8s-mlops scale <environment> <route> ${colour}=warm`;
  if (inactive.kind === 'off') throw new ConfigError('switch.off', { where, what: `${colour} is off`, fix });
  const what = `${colour} is scaled to ${inactive.replicas}, too small for all users`;
  if (after.route.spec.live === colour) throw new ConfigError('switch.scaled', { where, what, fix });
}

/** Colours that get a greater share than before. */
function newlyServed(before: RouteState, after: RouteState): readonly Colour[] {
  return (['blue', 'green'] as const).filter((colour) => after.route.spec.weights[colour] > before.route.spec.weights[colour]);
}

function refuseUnpinned(where: string, colour: Colour, images: readonly string[]): void {
  for (const image of images) {
    const reason = unpinnedReason(parseImage('switch.pin', where, image));
    if (reason === undefined) continue;
    const fix = `pin it first, for example "${image.split('@')[0]}@sha256:<digest>"`;
    throw new ConfigError('switch.pin', { where, what: `${colour} runs image "${image}", which ${reason}`, fix });
  }
}
