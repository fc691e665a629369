import type { Colour } from './colours';

/** Share of each colour in percent: whole numbers from 0 to 100 that add up to 100. Neither is left to a router's default. */
export type Weights = Readonly<Record<Colour, number>>;

/** The live colour gets everything. Made by `Traffic.all()`. */
export interface AllTraffic {
  readonly kind: 'all';
}

/** Both colours get a share. Made by `Traffic.split()`. */
export interface SplitTraffic {
  readonly kind: 'split';
  readonly weights: Weights;
}

/** The live colour answers everything, and the other gets copies. Made by `Traffic.shadow()`. */
export interface ShadowTraffic {
  readonly kind: 'shadow';
  readonly to: Colour;
  readonly percent: number;
}

/** How requests without a preview mark are shared between the colours. Made by {@link Traffic}. */
export type Traffic = AllTraffic | SplitTraffic | ShadowTraffic;

/** Ways of sharing traffic. Switching, splitting and shadowing exclude each other, so they are one choice. */
export const Traffic = {
  /** The live colour gets 100 %, the other 0 %. */
  all(): AllTraffic {
    return { kind: 'all' };
  },
  /**
   * Each colour gets its share: `Traffic.split({ blue: 90, green: 10 })`.
   *
   * The route refuses shares that are no whole percent, that do not add up to 100, or that leave the live colour nothing
   * (`BlueGreenRoute.traffic`).
   */
  split(weights: Weights): SplitTraffic {
    return { kind: 'split', weights };
  },
  /**
   * Everything goes to the live colour, and copies of some requests to the idle one, whose answers nobody sees.
   *
   * A copy is a request like any other: it writes, bills and logs. The route refuses copies to the live colour, and shares that are no whole
   * percent from 1 to 100 (`BlueGreenRoute.traffic`).
   */
  shadow(options: { readonly to: Colour; readonly percent: number }): ShadowTraffic {
    return { kind: 'shadow', to: options.to, percent: options.percent };
  },
} as const;
