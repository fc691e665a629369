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

/** How requests without a preview mark are shared between the colours. Made by {@link Traffic}. */
export type Traffic = AllTraffic | SplitTraffic;

/** Ways of sharing traffic. Switching and splitting exclude each other, so they are one choice. */
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
} as const;
