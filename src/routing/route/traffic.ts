import { checkedFactories } from '../../base/validate-props';
import type { Color } from './colors';

/** Share of each color in percent: whole numbers from 0 to 100 that add up to 100. Both are required. */
export type Weights = Readonly<Record<Color, number>>;

/** All traffic goes to the live color. Created by `Traffic.all()`. */
export interface AllTraffic {
  readonly kind: 'all';
}

/** Both colors get a share. Created by `Traffic.split()`. */
export interface SplitTraffic {
  readonly kind: 'split';
  /** Percent for each color: `{ blue: 90, green: 10 }`. */
  readonly weights: Weights;
}

/** The live color answers every request; the idle color gets copies of some. Created by `Traffic.shadow()`. */
export interface ShadowTraffic {
  readonly kind: 'shadow';
  /** The color that gets the copies, for example `'green'`. It must not be the live color. */
  readonly to: Color;
  /** Percent of requests that are copied: a whole number from 1 to 100. */
  readonly percent: number;
}

/** How requests without a preview mark are shared between the colors. Created by {@link Traffic}. */
export type Traffic = AllTraffic | SplitTraffic | ShadowTraffic;

/** How traffic is shared. Switching, splitting and shadowing exclude each other, so this is one choice. */
export const Traffic = checkedFactories('Traffic', {
  /** The live color gets 100 %, the other color 0 %. */
  all(): AllTraffic {
    return { kind: 'all' };
  },
  /**
   * Each color gets its share: `Traffic.split({ blue: 90, green: 10 })`.
   *
   * Refused (`BlueGreenRoute.traffic`): shares that are not whole percent, that do not add up to 100, or that give the live color 0.
   */
  split(weights: Weights): SplitTraffic {
    return { kind: 'split', weights };
  },
  /**
   * The live color answers every request, and the idle color gets copies of some: `Traffic.shadow({ to: 'green', percent: 10 })`. The answers
   * to copies are dropped.
   *
   * A copy is a request like any other: it writes to databases, costs money and shows up in logs.
   * Refused (`BlueGreenRoute.traffic`): copies to the live color, and shares other than whole percent from 1 to 100.
   */
  shadow(options: { readonly to: Color; readonly percent: number }): ShadowTraffic {
    return { kind: 'shadow', to: options.to, percent: options.percent };
  },
});
