/** The two sides of a blue-green pair. Which of them is live is said elsewhere: a colour never moves from one Service to the other. */
export type Colour = 'blue' | 'green';

/** Both colours, in the order in which they are written. */
export const COLOURS = ['blue', 'green'] as const satisfies readonly Colour[];

/** The colour beside this one. */
export function otherColour(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}

/** Whether a text from outside (a release file, plain JavaScript) names a colour. */
export function isColour(value: unknown): value is Colour {
  return value === 'blue' || value === 'green';
}
