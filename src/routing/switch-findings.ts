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
 * Refuses to send users to a colour that does not run yet (`switch.off`), or whose images may mean something else tomorrow where digests are
 * asked for (`switch.pin`).
 *
 * Whether it runs is read from the state before: waking a colour and sending users to it in one commit would send them to pods that are not
 * there yet. A colour that is made elsewhere is taken as it is.
 */
export function refuseUnready(before: RouteState, after: RouteState, { where, pins }: SwitchRules): void {
  for (const colour of newlyServed(before, after)) {
    const workloads = workloadsOf(before, colour);
    if (workloads !== undefined && !workloads.some(({ replicas }) => replicas > 0)) {
      const what = `${colour} has no pods: ${workloads.map(({ title }) => `${title} has 0 replicas`).join(', ') || 'nothing runs behind its Service'}`;
      throw new ConfigError('switch.off', { where, what, fix: `run it in a commit of its own, wait until it is ready, then try again` });
    }
    if (pins === 'required') refuseUnpinned(where, colour, workloadsOf(after, colour)?.flatMap(({ images }) => images) ?? []);
  }
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
