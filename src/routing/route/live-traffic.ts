import { ConfigError } from '../../base/config-error';
import type { RouteRelease } from '../../environment/release-file';
import type { Router, TrafficThrough } from '../routers/router';
import { COLORS, type Color, isColor, otherColor } from './colors';
import { type Inactive, inactiveFromRelease } from './inactive';
import { allTo } from './resolved-route';
import type { ShadowTraffic, Weights } from './traffic';

/** The live color and the traffic, set in code. */
export interface LiveInCode<R extends Router = Router> {
  /**
   * The color that serves users, `'blue'` or `'green'`. The one field that a switch edits.
   *
   * `environment.release.route('scoring').live` fits. Any other text than the two colors is refused (`BlueGreenRoute.live`).
   *
   * @example 'blue'
   */
  readonly live: Color | (string & Record<never, never>);
  /**
   * How requests are shared while a release is under way.
   *
   * @default Traffic.all() - everything to the live color
   * @example Traffic.split({ blue: 90, green: 10 })
   */
  readonly traffic?: TrafficThrough<R>;
  /**
   * Size of the color that is not live. Any size but warm needs a color that this library can scale, such as an
   * `MLService` (`BlueGreenRoute.inactive`).
   *
   * @default Inactive.warm()
   * @example Inactive.scaledTo(1)
   */
  readonly inactive?: Inactive;
  readonly release?: undefined;
}

/** The live color and the traffic, set in the environment's release file. */
export interface LiveInRelease {
  /**
   * The route's entry in the release file.
   *
   * It holds `live`, `weights` and `inactive`, so none of the props `live`, `traffic` and `inactive` may be set beside it
   * (`BlueGreenRoute.release`). Without weights the live color gets all traffic.
   *
   * @example environment.release.route('scoring')
   */
  readonly release: RouteRelease;
  readonly live?: undefined;
  readonly traffic?: undefined;
  readonly inactive?: undefined;
}

/** Which color is live, what each color gets, and the size of the idle color. */
export interface LiveTraffic {
  readonly live: Color;
  readonly weights: Weights;
  /** Percent of requests that are copied to the idle color. Left out: none. */
  readonly shadow?: number;
  readonly inactive: Inactive;
}

type Shares = Omit<LiveTraffic, 'inactive'>;

/**
 * The traffic of a route, from code or release file. Refused: unknown colors, shares that do not add up, a live color without a share, `live`
 * beside `release`, traffic for a color that is off, and traffic that the router does not support.
 */
export function resolveTraffic(where: string, router: Router, props: LiveInCode | LiveInRelease): LiveTraffic {
  const shares = props.release === undefined ? sharesFromCode(where, props) : sharesFromRelease(where, props);
  const inactive = props.release === undefined ? props.inactive : inactiveFromRelease(props.release.inactive);
  assertSupportedTraffic(where, router, shares);
  return { ...shares, inactive: resolveInactive(where, inactive, shares) };
}

function sharesFromCode(where: string, props: LiveInCode): Shares {
  const { traffic = { kind: 'all' } } = props;
  const live = resolveLive(where, props.live);
  if (traffic.kind === 'split') return { live, weights: resolveWeights(where, 'BlueGreenRoute.traffic', live, traffic.weights) };
  if (traffic.kind === 'shadow') return { live, weights: allTo(live), shadow: resolveShadow(where, live, traffic) };
  return { live, weights: allTo(live) };
}

function sharesFromRelease(where: string, { release, ...props }: LiveInRelease): Shares {
  const beside = (['live', 'traffic', 'inactive'] as const).find((prop) => props[prop] !== undefined);
  if (beside !== undefined) {
    const what = `\`${beside}\` and \`release\` are both set, and the release file holds ${beside} already`;
    throw new ConfigError('BlueGreenRoute.release', { where, what, fix: 'keep release, or keep live, traffic and inactive' });
  }
  const live = resolveLive(where, release.live);
  const { weights } = release;
  return { live, weights: weights === undefined ? allTo(live) : resolveWeights(where, 'BlueGreenRoute.release', live, weights) };
}

function resolveLive(where: string, live: unknown): Color {
  if (isColor(live)) return live;
  const what = live === undefined ? '`live` is required' : `\`live\` must be "blue" or "green", got ${JSON.stringify(live)}`;
  throw new ConfigError('BlueGreenRoute.live', { where, what, fix: `write live: 'blue' or live: 'green'` });
}

function resolveShadow(where: string, live: Color, { to, percent }: ShadowTraffic): number {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('BlueGreenRoute.traffic', { where, what, fix });
  };
  if (to === live)
    refuse(`${live} is live and would get copies of its own requests`, `send copies to the idle color: to: '${otherColor(live)}'`);
  const whole = Number.isInteger(percent) && percent >= 1 && percent <= 100;
  return whole
    ? percent
    : refuse(`percent must be a whole number from 1 to 100, got ${JSON.stringify(percent)}`, 'for example percent: 10');
}

function assertSupportedTraffic(where: string, router: Router, { live, weights, shadow }: Shares): void {
  const kind = shadow !== undefined ? 'shadow' : weights[live] === 100 ? 'all' : 'split';
  if (router.traffics.includes(kind)) return;
  const fix = `use ${router.traffics.map((name) => `Traffic.${name}(…)`).join(' or ')}, or another router`;
  throw new ConfigError('BlueGreenRoute.traffic', { where, what: `${router.title} does not support Traffic.${kind}(…)`, fix });
}

function resolveWeights(where: string, code: string, live: Color, weights: Readonly<Record<string, number>>): Weights {
  const problem = weightsProblem(live, weights);
  if (problem !== undefined) throw new ConfigError(code, { where, ...problem });
  return { blue: weights.blue as number, green: weights.green as number };
}

function weightsProblem(live: Color, weights: Readonly<Record<string, number>>): { what: string; fix: string } | undefined {
  const fix = 'give both colors a whole share, 100 together, for example { blue: 90, green: 10 }';
  const unknown = Object.keys(weights).find((key) => !isColor(key));
  if (unknown !== undefined) return { what: `unknown color "${unknown}" in weights`, fix };
  for (const color of COLORS) {
    const share = weights[color];
    if (share === undefined) return { what: `weights.${color} is required`, fix };
    if (!Number.isInteger(share) || share < 0 || share > 100)
      return { what: `weights.${color} must be a whole number from 0 to 100, got ${JSON.stringify(share)}`, fix };
  }
  const [blue, green] = [weights.blue as number, weights.green as number];
  if (blue + green !== 100) return { what: `weights must add up to 100, got ${blue} + ${green} = ${blue + green}`, fix };
  if (weights[live] === 0)
    return { what: `${live} is live and would get 0 %`, fix: `make ${otherColor(live)} live, or give ${live} a share` };
  return undefined;
}

function resolveInactive(where: string, inactive: Inactive = { kind: 'warm' }, { live, weights, shadow }: Shares): Inactive {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('BlueGreenRoute.inactive', { where, what, fix });
  };
  if (inactive.kind === 'scaledTo' && !(Number.isInteger(inactive.replicas) && inactive.replicas >= 1 && inactive.replicas <= 100_000))
    refuse(
      `replicas must be a whole number from 1 to 100,000, got ${JSON.stringify(inactive.replicas)}`,
      'for example Inactive.scaledTo(1), or Inactive.off()',
    );
  if (inactive.kind !== 'off') return inactive;
  const idle = otherColor(live);
  const fix = `scale ${idle} up in an earlier commit, or send it no requests`;
  if (weights[idle] > 0) refuse(`${idle} is off and would get ${weights[idle]} % of the requests`, fix);
  if (shadow !== undefined) refuse(`${idle} is off and would get copies of ${shadow} % of the requests`, fix);
  return inactive;
}
