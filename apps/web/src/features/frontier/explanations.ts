/** How the figures of the frontier page are computed, in words: the same definitions as `docs/methods`. */
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import type { HowComputedProps } from '../../components/how-computed.tsx';
import type { FrontierBounds } from '../../platform/engine-worker-protocol.ts';

interface Explanation {
  readonly formula: string;
  readonly inputs: string;
  readonly note?: string;
}

const moments = 'Expected returns μ and covariance Σ of the window, annual, and the bounds on this page.';
const estimate =
  'Expected returns are those of the window. They are the least certain input: read the curve as what would have been best, not as a forecast.';

const explanations = {
  frontier: {
    formula: 'minimise ½ wᵀΣw − λ μᵀw for every λ ≥ 0, with Σ w = 1 and lower ≤ w ≤ upper',
    inputs: moments,
    note: `Critical line algorithm: every corner portfolio exactly; between two corners the weights are linear in the expected return. ${estimate}`,
  },
  own: {
    formula: 'return μᵀw, volatility √(wᵀΣw), Sharpe ratio (μᵀw − risk-free rate) / √(wᵀΣw)',
    inputs: 'The present weights, and expected returns and covariance of the window, annual.',
  },
  sameRisk: {
    formula: 'maximise μᵀw, with √(wᵀΣw) no higher than the volatility of your portfolio',
    inputs: moments,
    note: estimate,
  },
  maximumSharpe: {
    formula: 'maximise (μᵀw − risk-free rate) / √(wᵀΣw)',
    inputs: `${moments} The risk-free rate, annual.`,
    note: 'Where the capital market line touches the frontier.',
  },
  minimumVariance: { formula: 'minimise wᵀΣw', inputs: `${moments} Expected returns only break ties.` },
  transition: {
    formula: 'w on the frontier, from minimum variance to the highest return',
    inputs: moments,
    note: 'Between two corners every weight is a straight line in the expected return.',
  },
  weights: {
    formula: 'change = weight of the selected mix − present weight',
    inputs: 'Present weights at the last common price, and the weights of the selected portfolio of the frontier.',
  },
  corners: {
    formula: 'The portfolios at which an asset comes in, goes out, or reaches or leaves a bound',
    inputs: moments,
    note: 'Every other portfolio of the frontier is a mix of the two corners beside it.',
  },
  computation: {
    formula: 'Largest violation of the optimality conditions over all corners, in units of the terms it is made of',
    inputs: moments,
    note: 'Your browser runs the same engine as the server and the command line. The time is that of the engine alone.',
  },
} as const satisfies Record<string, Explanation>;

export type ExplainedPart = keyof typeof explanations;

/** "How computed" of one part of the page. The certificate is the server's, with the bounds that the browser computed with. */
export function explain(
  part: ExplainedPart,
  { window, birthCertificate }: PortfolioFrontier,
  { written }: Pick<FrontierBounds, 'written'>,
): Omit<HowComputedProps, 'name' | 'children'> {
  const parameters = { ...birthCertificate.parameters, bounds: written };
  return { ...explanations[part], window, certificate: { ...birthCertificate, parameters } };
}
