/** The two sides of a blue-green pair. A color keeps its Service; which color is live changes. */
export type Color = 'blue' | 'green';

/** Both colors, in the order in which YAML has them. */
export const COLORS = ['blue', 'green'] as const satisfies readonly Color[];

/** The other color. */
export function otherColor(color: Color): Color {
  return color === 'blue' ? 'green' : 'blue';
}

/** Whether a value from a release file or plain JavaScript is a color. */
export function isColor(value: unknown): value is Color {
  return value === 'blue' || value === 'green';
}
