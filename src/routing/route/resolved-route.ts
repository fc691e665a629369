import { COLORS, type Color, otherColor } from './colors';
import type { Inactive } from './inactive';
import type { Preview } from './route-preview';
import type { Weights } from './traffic';

/** A Service and the port of it that takes requests. */
export interface Backend {
  readonly name: string;
  readonly port: number;
}

/**
 * What a route means, in words of no router. Checked: every router can render any spec that it accepts.
 *
 * The switch proof and the interpreters compare routers through this.
 */
export interface ResolvedRoute {
  /** Namespace of the route's objects and of the colors' Services. Left out: that of whoever applies them. */
  readonly namespace?: string;
  /** Name of the route's objects; routers that need several add their own endings. */
  readonly name: string;
  readonly hostname: string;
  /** Starts with "/"; no "/" at its end unless it is all there is. Matches whole path elements. */
  readonly path: string;
  readonly backends: Readonly<Record<Color, Backend>>;
  readonly live: Color;
  /** Always both, always whole percent, always 100 together. */
  readonly weights: Weights;
  /** Copies for the idle color, in percent of all requests. Left out: none. */
  readonly shadow?: number;
  readonly preview: Preview;
  /** What becomes of the idle color. While it is off, the preview is none. */
  readonly inactive: Inactive;
  /** The cookie that keeps a user on one color. Left out: none. */
  readonly sticky?: StickyCookie;
  readonly timeouts: TimeoutSeconds;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A cookie that keeps users where they are. */
export interface StickyCookie {
  readonly name: string;
  /** Left out: until the browser is closed. */
  readonly seconds?: number;
}

/** Timeouts in whole seconds. */
export interface TimeoutSeconds {
  readonly request?: number;
  readonly backendRequest?: number;
}

/** The color that is not live. */
export function idleColor(spec: Pick<ResolvedRoute, 'live'>): Color {
  return otherColor(spec.live);
}

/** The same route with the other color live: each color has what the other had. */
export function switchedRoute(spec: ResolvedRoute): ResolvedRoute {
  const { blue, green } = spec.weights;
  return { ...spec, live: otherColor(spec.live), weights: { blue: green, green: blue } };
}

/** All traffic to one color, written out. */
export function allTo(color: Color): Weights {
  return color === 'blue' ? { blue: 100, green: 0 } : { blue: 0, green: 100 };
}

/** Header values, and the color that each shows. Without a value of its own the header names a color, whichever is live. */
export function headerMarks(
  spec: Pick<ResolvedRoute, 'live'>,
  { value }: { readonly value?: string },
): readonly (readonly [string, Color])[] {
  return value === undefined ? COLORS.map((color) => [color, color]) : [[value, idleColor(spec)]];
}

/** The backends of a rule for marked requests: both where its color changes with a switch, so that only weights do. */
export function markedColors({ value }: { readonly value?: string }, color: Color): readonly Color[] {
  return value === undefined ? [color] : COLORS;
}

/** The header value that shows the idle color. */
export function previewValue(spec: Pick<ResolvedRoute, 'live'>, preview: { readonly value?: string }): string {
  return preview.value ?? idleColor(spec);
}
