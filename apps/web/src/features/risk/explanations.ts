/** How every figure of the risk page is computed, in words: the same definitions as `docs/methods`. */
import type { RiskMeasureName } from '@riskoptimizer/contracts';

export interface Explanation {
  readonly name: string;
  readonly formula: string;
  readonly inputs: string;
  readonly note?: string;
}

const horizonReturns = 'Returns of the portfolio over the horizon, at constant weights; horizons overlap.';
const periodReturns = 'Returns of the portfolio per period, at constant weights.';
const path = 'The compounded value of the portfolio over the window, the starting value included as the first peak.';

export const measureExplanations: Readonly<Record<RiskMeasureName, Explanation>> = {
  'standard-deviation': {
    name: 'Standard deviation',
    formula: 'σ = √( Σ (r − m)² / (n − 1) )',
    inputs: horizonReturns,
    note: 'Over the horizon, not annualised.',
  },
  variance: {
    name: 'Variance',
    formula: 'σ² = Σ (r − m)² / (n − 1)',
    inputs: horizonReturns,
    note: 'In squared returns, over the horizon.',
  },
  'semi-deviation': {
    name: 'Semi-deviation',
    formula: '√( Σ min(r − m, 0)² / (n − 1) )',
    inputs: horizonReturns,
    note: 'Only returns below the mean count; n counts all of them.',
  },
  'mean-absolute-deviation': {
    name: 'Mean absolute deviation',
    formula: 'Σ |r − m| / n',
    inputs: horizonReturns,
  },
  'value-at-risk': {
    name: 'Value at risk',
    formula: 'VaR = −(the k-th worst return), k = ⌈(1 − confidence) · n⌉',
    inputs: horizonReturns,
    note: 'Historical: an observed return, not interpolated. Positive is a loss; not floored at zero.',
  },
  cvar: {
    name: 'CVaR',
    formula: 'Mean loss of the worst (1 − confidence) share of the returns',
    inputs: horizonReturns,
    note: 'Also called expected shortfall. Positive is a loss; never below VaR.',
  },
  'worst-realization': {
    name: 'Worst realization',
    formula: '−min r',
    inputs: horizonReturns,
    note: 'Positive is a loss.',
  },
  'max-drawdown': {
    name: 'Maximum drawdown',
    formula: 'max (1 − value / highest value so far)',
    inputs: path,
    note: 'From single periods, whatever the horizon.',
  },
  'average-drawdown': {
    name: 'Average drawdown',
    formula: 'Σ drawdown / T',
    inputs: path,
    note: 'Days at a peak count as zero.',
  },
  'ulcer-index': {
    name: 'Ulcer index',
    formula: '√( Σ drawdown² / T )',
    inputs: path,
    note: 'Deep and long drawdowns weigh more than in the average.',
  },
};

export const performanceExplanations = {
  volatilityAnnual: {
    name: 'Annual volatility',
    formula: 'σ · √P, with P periods a year',
    inputs: periodReturns,
    note: 'Standard deviation with n − 1; scaled as if periods were uncorrelated.',
  },
  meanReturnAnnual: { name: 'Mean return', formula: 'm · P, with P periods a year', inputs: periodReturns },
  compoundAnnualGrowthRate: {
    name: 'Growth a year (CAGR)',
    formula: 'Π (1 + r)^(P / n) − 1',
    inputs: periodReturns,
    note: 'The constant annual return with the same final value.',
  },
  totalReturn: { name: 'Total return', formula: 'Π (1 + r) − 1', inputs: periodReturns },
  sharpeRatio: {
    name: 'Sharpe ratio',
    formula: '(P · m − risk-free rate) / (σ · √P)',
    inputs: 'Returns of the portfolio per period and the annual risk-free rate.',
    note: 'Annual. Undefined without volatility.',
  },
  sortinoRatio: {
    name: 'Sortino ratio',
    formula: '(P · m − risk-free rate) / (δ · √P), δ = √( Σ min(r − rf/P, 0)² / n )',
    inputs: 'Returns of the portfolio per period and the annual risk-free rate.',
    note: 'Like Sharpe, with the shortfall instead of all swings.',
  },
  beta: {
    name: 'Beta',
    formula: 'cov(r, b) / var(b)',
    inputs: 'Returns of the portfolio and of the benchmark on the same dates.',
    note: '1 moves like the benchmark.',
  },
  alphaAnnual: {
    name: 'Alpha a year',
    formula: 'P · [ (m − rf/P) − beta · (m_b − rf/P) ]',
    inputs: 'Returns of the portfolio and of the benchmark, and the annual risk-free rate.',
    note: "Jensen's alpha: the return that beta and the benchmark do not explain.",
  },
  correlationWithBenchmark: {
    name: 'Correlation with the benchmark',
    formula: 'cov(r, b) / (σ · σ_b)',
    inputs: 'Returns of the portfolio and of the benchmark on the same dates.',
  },
} as const satisfies Readonly<Record<string, Explanation>>;

export const panelExplanations = {
  distribution: {
    formula: 'Count of returns in bins of equal width',
    inputs: horizonReturns,
    note: 'VaR and CVaR are drawn at the return they stand for, so a loss is at the left.',
  },
  contributions: {
    formula: 'component = weight · marginal; components sum to the measure of the portfolio',
    inputs: 'Returns of every asset over the horizon, and the weights.',
    note: 'Marginal is the change of the measure for a small change of the weight. A negative component lowers the risk of the whole.',
  },
  drawdowns: { formula: 'value / highest value so far − 1', inputs: path },
  rollingVolatility: {
    formula: 'σ · √P over the rolling window that ends on each date',
    inputs: periodReturns,
    note: 'Empty until the first window is full.',
  },
  cumulativeReturn: { formula: 'Π (1 + r) − 1 since the start of the window', inputs: periodReturns },
  correlation: {
    formula: 'cov(r, s) / (σ_r · σ_s) for every pair of assets',
    inputs: 'Returns of every asset per period, on dates that all assets share.',
    note: 'Assets that move alike stand side by side.',
  },
  coverage: {
    formula: 'From the first to the last price of each asset; interior runs without a price are gaps',
    inputs: 'The prices of every asset of the portfolio.',
    note: 'A gap is never filled: periods in which an asset has no price are left out of the common window.',
  },
  herfindahl: { formula: 'Σ weight²', inputs: 'Weights.', note: '1 is a single asset; 1 / N is N equal weights.' },
  effectiveAssets: {
    formula: '1 / Σ weight²',
    inputs: 'Weights.',
    note: 'As many equal weights would be as concentrated.',
  },
  effectiveRisks: {
    formula: '1 / Σ (share of risk)²',
    inputs: 'Shares of volatility of every asset.',
    note: 'As many assets with equal shares of risk would be as concentrated.',
  },
} as const satisfies Readonly<Record<string, Omit<Explanation, 'name'>>>;
