import { COLORS, type Color, otherColor } from './colors';
import type { Inactive } from './inactive';
import type { Preview } from './route-preview';
import type { TimeoutSeconds } from './route-timeouts';
import type { StickyCookie } from './sticky';
import type { Weights } from './traffic';

/** A Service, and the port of it that takes requests. */
export interface Backend {
  readonly name: string;
  readonly port: number;
}

/**
 * A route with every default applied and every refusal made, independent of the router: each router can render any resolved route that it
 * supports.
 *
 * The switch proof and the interpreters compare routers through this value.
 */
export interface ResolvedRoute {
  /** Namespace of the route's objects and of the colors' Services. Left out: the one that the delivery chooses. */
  readonly namespace?: string;
  /** Name of the route's objects; routers that need several add endings. */
  readonly name: string;
  readonly hostname: string;
  /** Starts with "/", and does not end with "/" unless it is "/". Matches whole path elements. */
  readonly path: string;
  readonly backends: Readonly<Record<Color, Backend>>;
  readonly live: Color;
  /** Whole percent of both colors, always 100 together. */
  readonly weights: Weights;
  /** Percent of all requests that are copied to the idle color. Left out: none. */
  readonly shadow?: number;
  readonly preview: Preview;
  /** Size of the idle color. While it is off, the preview is none. */
  readonly inactive: Inactive;
  /** The cookie that keeps a user on one color. Left out: none. */
  readonly sticky?: StickyCookie;
  readonly timeouts: TimeoutSeconds;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The color that is not live. */
export function idleColor(route: Pick<ResolvedRoute, 'live'>): Color {
  return otherColor(route.live);
}

/** The same route with the other color live: each color gets what the other had. */
export function switchedRoute(route: ResolvedRoute): ResolvedRoute {
  const { blue, green } = route.weights;
  return { ...route, live: otherColor(route.live), weights: { blue: green, green: blue } };
}

/** All traffic to one color, with both weights written out. */
export function allTo(color: Color): Weights {
  return color === 'blue' ? { blue: 100, green: 0 } : { blue: 0, green: 100 };
}

/** Header values, each with the color that it reaches. Without a value in the preview, the header names a color, whichever is live. */
export function headerMarks(
  route: Pick<ResolvedRoute, 'live'>,
  { value }: { readonly value?: string },
): readonly (readonly [string, Color])[] {
  return value === undefined ? COLORS.map((color) => [color, color]) : [[value, idleColor(route)]];
}

/** The backends of a rule for marked requests: both colors if a switch changes the rule's color, so that only weights change. */
export function markedColors({ value }: { readonly value?: string }, color: Color): readonly Color[] {
  return value === undefined ? [color] : COLORS;
}

/** The header value that reaches the idle color. */
export function previewValue(route: Pick<ResolvedRoute, 'live'>, preview: { readonly value?: string }): string {
  return preview.value ?? idleColor(route);
}
