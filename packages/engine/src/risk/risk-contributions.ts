/**
 * What each asset adds to the risk of a portfolio (Euler's decomposition).
 *
 * For a risk ρ that doubles when all weights double, ρ(w) = Σ w_i ∂ρ/∂w_i: the components sum to the whole, with nothing left over.
 * Reference: Tasche, Capital allocation to business units and sub-portfolios: the Euler principle (2008).
 */
export interface RiskContributions {
  /** ρ(w), the risk of the whole portfolio, as the measure of that name gives it. */
  readonly total: number;
  /** ∂ρ/∂w_i, N values. */
  readonly marginal: Float64Array;
  /** w_i ∂ρ/∂w_i, N values that sum to the total up to rounding. */
  readonly component: Float64Array;
  /** component / total; NaN when the total is zero, where a share has no meaning. */
  readonly share: Float64Array;
}

/** Completes marginal risks to contributions. */
export function contributionsFromMarginal(
  total: number,
  marginal: Float64Array,
  weights: ArrayLike<number>,
): RiskContributions {
  // An asset that is not held adds nothing, even where its marginal risk is undefined.
  const component = marginal.map((value, asset) => (weights[asset] === 0 ? 0 : weights[asset] * value));
  const share = component.map((value) => (total === 0 ? Number.NaN : value / total));
  return { total, marginal, component, share };
}
