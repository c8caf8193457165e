/** From which move on a price is a mistake of its provider rather than the market. */

/** A share that triples or loses two thirds in a day makes headlines; a mistake of a provider is more likely. */
export const shareJumpMax = 3;
export const cryptoJumpMax = 3.5;

/**
 * The ratio of two prices, up or down, from which the later one is doubted: bound = jumpMax · (1 + max(days − 7, 0) / 30), as a
 * long silence makes larger moves plausible.
 *
 * @param days between the two, at least 0.
 */
export function boundOfMove(jumpMax: number, days: number): number {
  return jumpMax * (1 + Math.max(days - 7, 0) / 30);
}
