/**
 * Any portfolio of the frontier, exactly: on the stretch between two corners the weights are linear in λ, with slope β,
 *
 *     w(λ) = w₀ + (λ − λ₀) β,   r(λ) = r₀ + (λ − λ₀) μᵀβ,   σ²(λ) = σ₀² + (λ² − λ₀²) μᵀβ
 *
 * the last because dσ² = 2 λ dr along the frontier. So a return, a risk or a λ is found by a linear or quadratic equation.
 */
import type { CornerPortfolio, OptimalFrontier } from './efficient-frontier.ts';

/** A portfolio of the frontier. */
export interface FrontierPortfolio {
  readonly weights: Float64Array;
  readonly expectedReturn: number;
  readonly standardDeviation: number;
  /** Slope of the frontier there: half the change of variance for a change of return. */
  readonly lambda: number;
}

export type FrontierCoordinate =
  | { readonly atReturn: number }
  | { readonly atStandardDeviation: number }
  | { readonly atLambda: number };

/** A stretch of the frontier with constant free assets: from the corner at its lower end to `lambdaEnd`. */
export interface FrontierStretch {
  readonly corner: CornerPortfolio;
  /** The corner at its upper end; null on the ray. */
  readonly end: CornerPortfolio | null;
  readonly lambdaStart: number;
  readonly lambdaEnd: number;
  /** β: change of the weights for one more unit of λ. */
  readonly slope: Float64Array;
  /** m = μᵀβ ≥ 0: r(λ) = r₀ + (λ − λ₀) m. */
  readonly returnSlope: number;
  /**
   * The same m, from the variances at both ends, for σ²(λ) = σ₀² + (λ² − λ₀²) m: where returns all but tie, λ is huge and m from their
   * difference would blur the variance.
   */
  readonly varianceSlope: number;
}

/** The stretches from minimum variance upwards; the ray, if any, is the last and ends at λ = ∞. */
export function frontierStretches({ corners, ray }: OptimalFrontier): FrontierStretch[] {
  const stretches: FrontierStretch[] = [];
  for (let index = corners.length - 1; index > 0; index -= 1) {
    const corner = corners[index];
    const next = corners[index - 1];
    const length = next.lambda - corner.lambdaMax;
    stretches.push({
      corner,
      end: next,
      lambdaStart: corner.lambdaMax,
      lambdaEnd: next.lambda,
      slope: corner.weights.map((weight, asset) => (next.weights[asset] - weight) / length),
      returnSlope: (next.expectedReturn - corner.expectedReturn) / length,
      varianceSlope: (next.variance - corner.variance) / (length * (next.lambda + corner.lambdaMax)),
    });
  }
  if (ray !== null) {
    const corner = corners[0];
    stretches.push({
      corner,
      end: null,
      lambdaStart: corner.lambdaMax,
      lambdaEnd: Infinity,
      slope: ray.direction,
      returnSlope: ray.expectedReturnSlope,
      varianceSlope: ray.expectedReturnSlope,
    });
  }
  return stretches;
}

/** The portfolio at a λ of the stretch. */
export function pointOfStretch(stretch: FrontierStretch, lambda: number): FrontierPortfolio {
  const { corner, end, slope, returnSlope, varianceSlope, lambdaStart } = stretch;
  const distance = lambda - lambdaStart;
  const variance = corner.variance + distance * (lambda + lambdaStart) * varianceSlope;
  return {
    weights: corner.weights.map((weight, asset) => {
      const moved = weight + distance * slope[asset];
      if (end === null) return moved;
      // Rounding may not carry a weight past the corners, and so past a bound.
      const [low, high] = weight < end.weights[asset] ? [weight, end.weights[asset]] : [end.weights[asset], weight];
      return Math.min(Math.max(moved, low), high);
    }),
    expectedReturn: corner.expectedReturn + distance * returnSlope,
    standardDeviation: Math.sqrt(Math.max(0, variance)),
    lambda,
  };
}

/** A corner as a point, at one of the λ for which it is optimal. */
export function pointOfCorner(corner: CornerPortfolio, lambda = corner.lambda): FrontierPortfolio {
  return {
    weights: corner.weights.slice(),
    expectedReturn: corner.expectedReturn,
    standardDeviation: corner.standardDeviation,
    lambda,
  };
}

/**
 * The portfolio of the frontier with the given expected return, standard deviation or λ.
 *
 * @returns null when the frontier does not reach there: a return or a risk below minimum variance or above the maximum, or infinity on a
 * ray.
 */
export function frontierPoint(frontier: OptimalFrontier, coordinate: FrontierCoordinate): FrontierPortfolio | null {
  if ('atLambda' in coordinate) return pointAtLambda(frontier, coordinate.atLambda);
  const { corners, ray } = frontier;
  const { value, of, lambdaOn } = reader(coordinate);
  const least = corners[corners.length - 1];
  if (!(value >= of(least))) return null;
  if (value === of(least)) return pointOfCorner(least);
  for (const stretch of frontierStretches(frontier)) {
    if (value < of(stretch.corner)) return pointOfCorner(stretch.corner);
    const lambda = lambdaOn(stretch);
    if (stretch.end === null && lambda === Infinity) return null;
    if (lambda <= stretch.lambdaEnd) return pointOfStretch(stretch, Math.max(lambda, stretch.lambdaStart));
  }
  return ray === null && value <= of(corners[0]) ? pointOfCorner(corners[0]) : null;
}

function pointAtLambda(frontier: OptimalFrontier, lambda: number): FrontierPortfolio | null {
  if (!(lambda >= 0)) return null;
  for (const stretch of frontierStretches(frontier)) {
    if (lambda <= stretch.lambdaStart) return pointOfCorner(stretch.corner, lambda);
    if (stretch.end === null && lambda === Infinity) return null;
    if (lambda <= stretch.lambdaEnd) return pointOfStretch(stretch, lambda);
  }
  return pointOfCorner(frontier.corners[0], lambda);
}

interface Reader {
  readonly value: number;
  readonly of: (corner: CornerPortfolio) => number;
  /** The λ at which a stretch, prolonged, has the value. */
  readonly lambdaOn: (stretch: FrontierStretch) => number;
}

function reader(coordinate: { readonly atReturn: number } | { readonly atStandardDeviation: number }): Reader {
  if ('atReturn' in coordinate) {
    const value = coordinate.atReturn;
    return {
      value,
      of: (corner) => corner.expectedReturn,
      lambdaOn: ({ corner, lambdaStart, returnSlope }) => lambdaStart + (value - corner.expectedReturn) / returnSlope,
    };
  }
  const value = coordinate.atStandardDeviation;
  return {
    value,
    of: (corner) => corner.standardDeviation,
    lambdaOn: ({ corner, lambdaStart, varianceSlope }) =>
      Math.sqrt(lambdaStart ** 2 + (value ** 2 - corner.variance) / varianceSlope),
  };
}
