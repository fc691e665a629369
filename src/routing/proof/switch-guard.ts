import { ConfigError } from '../../base/config-error';
import { parseImage, unpinnedReason } from '../../kube/pod/image';
import type { Color } from '../route/colors';
import { type RouteState, workloadsOf } from './switch-proof';

/** What an environment asks of an edit. */
export interface SwitchRules {
  /** The construct path of the route, for messages. */
  readonly where: string;
  /** Whether images need a digest. */
  readonly pins: 'required' | 'recommended';
}

/**
 * Refuses to send users to a color that does not run yet (`switch.off`), all users to a color that is scaled down (`switch.scaled`), and any
 * user to a color with unpinned images where the environment requires digests (`switch.pin`).
 *
 * Whether a color runs is read from the state before: scaling it up and sending users to it in one commit would send them to pods that do not
 * exist yet. A color that is created elsewhere is not checked.
 */
export function assertSwitchReady(before: RouteState, after: RouteState, { where, pins }: SwitchRules): void {
  for (const color of newlyServed(before, after)) {
    refuseSmall(where, before, color, after);
    const workloads = workloadsOf(before, color);
    if (workloads !== undefined && !workloads.some(({ replicas }) => replicas > 0)) {
      const what = `${color} has no pods: ${workloads.map(({ title }) => `${title} has 0 replicas`).join(', ')}`;
      throw new ConfigError('switch.off', { where, what, fix: `scale it up in its own commit, wait until it is ready, then try again` });
    }
    if (pins === 'required') refuseUnpinned(where, color, workloadsOf(after, color)?.flatMap(({ images }) => images) ?? []);
  }
}

/** A color must be scaled up in an earlier commit than the one that makes it live: the order of two changes in one commit is undefined. */
function refuseSmall(where: string, { route: { spec } }: RouteState, color: Color, after: RouteState): void {
  const { inactive, live } = spec;
  if (inactive.kind === 'warm' || live === color) return;
  const fix = `scale it up in its own commit, and wait until it is ready: cdk8s-mlops scale <environment> <route> ${color}=warm`;
  if (inactive.kind === 'off') throw new ConfigError('switch.off', { where, what: `${color} is off`, fix });
  const what = `${color} is scaled to ${inactive.replicas}, too few pods for all users`;
  if (after.route.spec.live === color) throw new ConfigError('switch.scaled', { where, what, fix });
}

/** Colors that get a greater share than before. */
function newlyServed(before: RouteState, after: RouteState): readonly Color[] {
  return (['blue', 'green'] as const).filter((color) => after.route.spec.weights[color] > before.route.spec.weights[color]);
}

function refuseUnpinned(where: string, color: Color, images: readonly string[]): void {
  for (const image of images) {
    const reason = unpinnedReason(parseImage('switch.pin', where, image));
    if (reason === undefined) continue;
    const fix = `pin it first, for example "${image.split('@')[0]}@sha256:<digest>"`;
    throw new ConfigError('switch.pin', { where, what: `${color} runs image "${image}", which ${reason}`, fix });
  }
}
