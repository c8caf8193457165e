/**
 * An exact frontier to draw charts from, without the engine: for uncorrelated assets and long-only weights the optimum is
 * w_i = max(0, (γ + λ μ_i) / σ_i²) with γ such that the weights sum to 1, so corners and points have a closed form.
 */
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { normalise, sampleAssets, sampleRisk } from './sample-risk.ts';

type Point = PortfolioFrontier['own'];

export function sampleFrontier(assetCount = 12): PortfolioFrontier {
  const assets = sampleAssets(assetCount);
  const volatilities = assets.map((_, index) => 0.05 + (0.35 * index) / (assetCount - 1) + 0.02 * Math.sin(index * 3));
  const means = volatilities.map((volatility, index) => 0.01 + 0.28 * volatility + 0.02 * Math.cos(index * 2));
  const solve = (lambda: number) => waterFilling(lambda, means, volatilities);
  const point = (weights: number[]) => portfolioPoint(weights, means, volatilities);
  const { solutions, corners } = walk(solve);
  const points = solutions.map(point);
  const best = points.reduce((a, b) => (sharpe(b) > sharpe(a) ? b : a));
  const weights = normalise(assets.map((_, index) => 1 + (index % 3)));
  const risk = sampleRisk(assetCount);
  return {
    portfolioId: risk.portfolioId,
    portfolioVersion: 1,
    portfolioName: 'Sample',
    simulated: true,
    verdict: 'A sample.',
    window: risk.window,
    assets: assets.map(({ symbol, name, assetClass }, index) => ({
      symbol,
      name,
      assetClass,
      assetId: risk.contributions[index]?.assetId ?? '',
      weight: weights[index] ?? 0,
      expectedReturnAnnual: means[index] ?? 0,
      volatilityAnnual: volatilities[index] ?? 0,
    })),
    moments: {
      expectedReturnsAnnual: means,
      covarianceAnnual: volatilities.map((volatility, row) =>
        volatilities.map((_, column) => (row === column ? volatility ** 2 : 0)),
      ),
      conditionNumber: 10,
      repaired: false,
    },
    own: point(weights),
    frontier: {
      status: 'optimal',
      corners: corners.map(point),
      points,
      minimumVariance: point(solve(0)),
      maximumSharpe: best,
      maximumResidual: 1e-16,
    },
    birthCertificate: risk.birthCertificate,
  };
}

function sharpe({ expectedReturnAnnual, volatilityAnnual }: Point): number {
  return expectedReturnAnnual / volatilityAnnual;
}

function portfolioPoint(weights: number[], means: readonly number[], volatilities: readonly number[]): Point {
  const sum = (term: (index: number) => number) => weights.reduce((total, _, index) => total + term(index), 0);
  return {
    expectedReturnAnnual: sum((index) => (weights[index] ?? 0) * (means[index] ?? 0)),
    volatilityAnnual: Math.sqrt(sum((index) => ((weights[index] ?? 0) * (volatilities[index] ?? 0)) ** 2)),
    weights,
  };
}

/** The optimal weights for a λ: γ by bisection, which sums are monotone in. */
function waterFilling(lambda: number, means: readonly number[], volatilities: readonly number[]): number[] {
  const weightsAt = (gamma: number) =>
    means.map((mean, index) => Math.max(0, (gamma + lambda * mean) / (volatilities[index] ?? 1) ** 2));
  let low = -lambda;
  let high = 1;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (weightsAt(middle).reduce((sum, weight) => sum + weight, 0) > 1) high = middle;
    else low = middle;
  }
  return normalise(weightsAt(high));
}

/** Solutions from the highest return to the minimum variance, and those where the set of held assets changes. */
function walk(solve: (lambda: number) => number[]): { solutions: number[][]; corners: number[][] } {
  const solutions: number[][] = [];
  const corners: number[][] = [];
  const held = (weights: readonly number[]) => weights.map((weight) => (weight > 1e-12 ? '1' : '0')).join('');
  let before = '';
  for (let lambda = 4; lambda >= 0; lambda -= 0.02) {
    const weights = solve(Math.max(0, lambda));
    solutions.push(weights);
    if (held(weights) !== before) corners.push(weights);
    before = held(weights);
  }
  const last = solutions.at(-1);
  if (last !== undefined && corners.at(-1) !== last) corners.push(last);
  return { solutions, corners };
}
