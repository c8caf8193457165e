/**
 * Exponential weights, newest last: w_t = (1 − α)^(T−1−t) with α = 2 / (span + 1).
 *
 * They are not normalised; a weighted mean divides by the sum of the weights it used. A span of s gives the newest observations the centre
 * of mass of a plain mean over s of them.
 *
 * @param count T, the number of periods.
 * @param span at least 1, in periods; 1 leaves only the newest.
 */
import { requireInRange } from '../validate/numbers.ts';

export function exponentialWeights(count: number, span: number): Float64Array {
  requireInRange(span, 1, Number.POSITIVE_INFINITY, 'span');
  const decay = 1 - 2 / (span + 1);
  const weights = new Float64Array(count);
  let weight = 1;
  for (let period = count - 1; period >= 0; period -= 1) {
    weights[period] = weight;
    weight *= decay;
  }
  return weights;
}
