import { checkedFactories } from '../../base/validate-props';
import type { Color } from './colors';

/** Share of each color in percent: whole numbers from 0 to 100 that add up to 100. Neither is left to a router's default. */
export type Weights = Readonly<Record<Color, number>>;

/** The live color gets everything. Made by `Traffic.all()`. */
export interface AllTraffic {
  readonly kind: 'all';
}

/** Both colors get a share. Made by `Traffic.split()`. */
export interface SplitTraffic {
  readonly kind: 'split';
  readonly weights: Weights;
}

/** The live color answers everything, and the other gets copies. Made by `Traffic.shadow()`. */
export interface ShadowTraffic {
  readonly kind: 'shadow';
  readonly to: Color;
  readonly percent: number;
}

/** How requests without a preview mark are shared between the colors. Made by {@link Traffic}. */
export type Traffic = AllTraffic | SplitTraffic | ShadowTraffic;

/** Ways of sharing traffic. Switching, splitting and shadowing exclude each other, so they are one choice. */
export const Traffic = checkedFactories('Traffic', {
  /** The live color gets 100 %, the other 0 %. */
  all(): AllTraffic {
    return { kind: 'all' };
  },
  /**
   * Each color gets its share: `Traffic.split({ blue: 90, green: 10 })`.
   *
   * The route refuses shares that are no whole percent, that do not add up to 100, or that leave the live color nothing
   * (`BlueGreenRoute.traffic`).
   */
  split(weights: Weights): SplitTraffic {
    return { kind: 'split', weights };
  },
  /**
   * Everything goes to the live color, and copies of some requests to the idle one, whose answers nobody sees.
   *
   * A copy is a request like any other: it writes, bills and logs. The route refuses copies to the live color, and shares that are no whole
   * percent from 1 to 100 (`BlueGreenRoute.traffic`).
   */
  shadow(options: { readonly to: Color; readonly percent: number }): ShadowTraffic {
    return { kind: 'shadow', to: options.to, percent: options.percent };
  },
});
