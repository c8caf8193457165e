/**
 * Volatility that clusters: a GJR-GARCH(1,1) process for one series.
 *
 *     ε_t = √h_t z_t,  h_{t+1} = ω + (α + γ 1[ε_t < 0]) ε_t² + β h_t,  ω = σ² (1 − α − γ/2 − β)
 *
 * z are shocks with mean 0 and variance 1; σ² is then the unconditional variance. γ > 0 makes falls raise the volatility more than rises.
 * Reference: Glosten, Jagannathan and Runkle, On the relation between the expected value and the volatility of the nominal excess return on
 * stocks, Journal of Finance 48 (1993).
 */
import { EngineError } from '../validate/engine-error.ts';
import { requireInRange, requirePositive } from '../validate/numbers.ts';

export interface GarchParameters {
  /** α ≥ 0: how much a shock raises the next variance. */
  readonly shock: number;
  /** γ ≥ 0: how much more a fall does. */
  readonly asymmetry: number;
  /** β ≥ 0: how much of the variance stays. */
  readonly persistence: number;
}

/** A function from one standardised shock to the next deviation from the mean; starts at the unconditional variance. */
export function createGarch(volatility: number, parameters: GarchParameters): (shock: number) => number {
  const variance = requirePositive(volatility, 'volatility') ** 2;
  const alpha = requireInRange(parameters.shock, 0, 1, 'shock');
  const gamma = requireInRange(parameters.asymmetry, 0, 1, 'asymmetry');
  const beta = requireInRange(parameters.persistence, 0, 1, 'persistence');
  const memory = alpha + gamma / 2 + beta;
  if (!(memory < 1)) {
    throw new EngineError(
      'out-of-range',
      'persistence',
      `shock + asymmetry / 2 + persistence is ${memory}; expected less than 1, or the variance has no mean.`,
    );
  }
  const omega = variance * (1 - memory);
  let current = variance;
  return (shock) => {
    const deviation = Math.sqrt(current) * shock;
    current = omega + (alpha + (deviation < 0 ? gamma : 0)) * deviation * deviation + beta * current;
    return deviation;
  };
}
