import { ConfigError } from '../../base/config-error';
import type { RouteRelease } from '../../environment/release-file';
import type { Router, TrafficThrough } from '../routers/router';
import { COLORS, type Color, isColor } from './colors';
import { checkInactive, type Inactive, inactiveOf } from './inactive';
import { allTo } from './resolved-route';
import type { ShadowTraffic, Weights } from './traffic';

/** The live color and the traffic, said in code. */
export interface LiveInCode<R extends Router = Router> {
  /**
   * The color that serves users. The one field that a switch edits.
   *
   * `environment.release.route('scoring').live` fits; any other text than the two colors is refused (`BlueGreenRoute.live`).
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
   * What becomes of the color that is not live. Anything but warm needs colors that can stand by, such as an `MLService`.
   *
   * @default Inactive.warm()
   * @example Inactive.warm()
   */
  readonly inactive?: Inactive;
  readonly release?: undefined;
}

/** The live color and the traffic, said in the environment's release file. */
export interface LiveInRelease {
  /**
   * The route's entry in the release file: `environment.release.route('scoring')`.
   *
   * Its `live`, `weights` and `inactive` belong together, so there is none of them beside it. Without weights the live color gets all.
   *
   * @example environment.release.route('scoring')
   */
  readonly release: RouteRelease;
  readonly live?: undefined;
  readonly traffic?: undefined;
  readonly inactive?: undefined;
}

/** Which color is live and what each gets, checked. */
export interface LiveTraffic {
  readonly live: Color;
  readonly weights: Weights;
  /** Percent of requests whose copy the idle color gets. */
  readonly shadow?: number;
}

/** The same, and what becomes of the idle color. */
export interface RouteTraffic extends LiveTraffic {
  readonly inactive: Inactive;
}

/** Reads either form. Refused: unknown colors, shares that do not add up, a live color without a share, both forms at once. */
export function liveTraffic(where: string, props: LiveInCode | LiveInRelease): RouteTraffic {
  if (props.release === undefined) {
    const traffic = fromCode(where, props);
    return { ...traffic, inactive: checkInactive(where, props.inactive, traffic) };
  }
  const beside = (['live', 'traffic', 'inactive'] as const).find((prop) => props[prop] !== undefined);
  if (beside !== undefined) {
    const what = `${beside} stands beside release, which says the same`;
    throw new ConfigError('BlueGreenRoute.release', { where, what, fix: 'keep release, or keep live, traffic and inactive' });
  }
  const traffic = fromRelease(where, props.release);
  return { ...traffic, inactive: checkInactive(where, inactiveOf(props.release.inactive), traffic) };
}

function fromCode(where: string, { live: said, traffic }: LiveInCode): LiveTraffic {
  const live = checkLive(where, said);
  if (traffic === undefined || traffic?.kind === 'all') return { live, weights: allTo(live) };
  if (traffic?.kind === 'split') return { live, weights: checkWeights(where, 'BlueGreenRoute.traffic', live, traffic.weights) };
  if (traffic?.kind === 'shadow') return { live, weights: allTo(live), shadow: checkShadow(where, live, traffic) };
  const fix = `use Traffic.all() or Traffic.split({ blue: 90, green: 10 })`;
  throw new ConfigError('BlueGreenRoute.traffic', { where, what: `traffic is ${JSON.stringify(traffic)}`, fix });
}

function fromRelease(where: string, release: RouteRelease): LiveTraffic {
  if (typeof release !== 'object' || release === null) {
    const fix = `pass the entry of the release file: environment.release.route('<name>')`;
    throw new ConfigError('BlueGreenRoute.release', { where, what: `release is ${JSON.stringify(release)}`, fix });
  }
  const live = checkLive(where, release.live);
  const { weights } = release;
  return { live, weights: weights === undefined ? allTo(live) : checkWeights(where, 'BlueGreenRoute.release', live, weights) };
}

function checkLive(where: string, live: unknown): Color {
  if (isColor(live)) return live;
  const what = live === undefined ? 'no color is live' : `live is ${JSON.stringify(live)}, and the colors are blue and green`;
  throw new ConfigError('BlueGreenRoute.live', { where, what, fix: `say live: 'blue' or live: 'green'` });
}

function checkShadow(where: string, live: Color, { to, percent }: ShadowTraffic): number {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('BlueGreenRoute.traffic', { where, what, fix });
  };
  if (!isColor(to)) refuse(`copies go to ${JSON.stringify(to)}, and the colors are blue and green`, `say to: 'green'`);
  if (to === live) refuse(`${live} is live and would get copies of its own requests`, 'send them to the other color');
  const whole = Number.isInteger(percent) && percent >= 1 && percent <= 100;
  return whole ? percent : refuse(`the share of copies is ${JSON.stringify(percent)}`, 'use whole percent from 1 to 100');
}

/** Refuses a way of sharing that the router has not (`BlueGreenRoute.traffic`). */
export function checkTraffic(where: string, router: Router, { live, weights, shadow }: LiveTraffic): void {
  const kind = shadow !== undefined ? 'shadow' : weights[live] === 100 ? 'all' : 'split';
  if (router.traffics.includes(kind)) return;
  const fix = `use ${router.traffics.map((name) => `Traffic.${name}(…)`).join(' or ')}, or another router`;
  throw new ConfigError('BlueGreenRoute.traffic', { where, what: `${router.title} has no Traffic.${kind}`, fix });
}

function checkWeights(where: string, code: string, live: Color, weights: Readonly<Record<string, number>>): Weights {
  const problem = weightsProblem(live, weights);
  if (problem !== undefined) throw new ConfigError(code, { where, ...problem });
  return { blue: weights.blue as number, green: weights.green as number };
}

const EXAMPLE = 'give both colors a whole share that makes 100, for example { blue: 90, green: 10 }';

function weightsProblem(live: Color, weights: Readonly<Record<string, unknown>>): { what: string; fix: string } | undefined {
  if (typeof weights !== 'object' || weights === null) return { what: `the weights are ${JSON.stringify(weights)}`, fix: EXAMPLE };
  const stranger = Object.keys(weights).find((key) => !isColor(key));
  if (stranger !== undefined) return { what: `the weights name "${stranger}", and the colors are blue and green`, fix: EXAMPLE };
  for (const color of COLORS) {
    const share = weights[color];
    if (share === undefined) return { what: `the weights leave out ${color}, and nothing is left implicit`, fix: EXAMPLE };
    if (typeof share !== 'number' || !Number.isInteger(share) || share < 0 || share > 100)
      return { what: `the weight of ${color} is ${JSON.stringify(share)}, not a whole number from 0 to 100`, fix: EXAMPLE };
  }
  const [blue, green] = [weights.blue as number, weights.green as number];
  if (blue + green !== 100) return { what: `the weights add up to ${blue} + ${green} = ${blue + green}`, fix: EXAMPLE };
  if (weights[live] === 0) return { what: `${live} is live and gets 0 %`, fix: `make the other color live, or give ${live} a share` };
  return undefined;
}
