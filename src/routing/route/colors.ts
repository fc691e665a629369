/** The two sides of a blue-green pair. Which of them is live is said elsewhere: a color never moves from one Service to the other. */
export type Color = 'blue' | 'green';

/** Both colors, in the order in which they are written. */
export const COLORS = ['blue', 'green'] as const satisfies readonly Color[];

/** The color beside this one. */
export function otherColor(color: Color): Color {
  return color === 'blue' ? 'green' : 'blue';
}

/** Whether a text from outside (a release file, plain JavaScript) names a color. */
export function isColor(value: unknown): value is Color {
  return value === 'blue' || value === 'green';
}
