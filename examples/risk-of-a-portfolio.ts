/** Prices in, risk out: how much could go wrong, and which asset drives it. */
import {
  conditionalValueAtRisk,
  conditionalValueAtRiskContributions,
  matrixFromRows,
  maxDrawdown,
  type PriceTable,
  portfolioReturns,
  simpleReturns,
  valueAtRisk,
  volatilityAnnual,
} from '@riskoptimizer/engine';

/** Rows are dates, columns are assets; NaN is a missing price, and no return is made across it. */
const table: PriceTable = {
  dates: [
    '2026-01-05',
    '2026-01-06',
    '2026-01-07',
    '2026-01-08',
    '2026-01-09',
    '2026-01-12',
    '2026-01-13',
    '2026-01-14',
  ],
  assets: ['SHARES', 'BONDS', 'GOLD'],
  prices: matrixFromRows([
    [100, 50, 200],
    [101.2, 50.1, 199],
    [99.1, 50.2, 201.5],
    [97.4, 50.3, 203.1],
    [99.0, 50.2, Number.NaN],
    [100.3, 50.1, 202.4],
    [98.8, 50.2, 203.9],
    [100.9, 50.2, 203.0],
  ]),
};
const weights = [0.6, 0.3, 0.1];

const { returns, window, coverage } = simpleReturns(table);
const series = portfolioReturns(returns, weights);
const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;

console.log(`${window.count} returns from ${window.from} to ${window.to}, ${window.droppedPeriods} left out`);
for (const { asset, gaps } of coverage)
  for (const gap of gaps) console.log(`${asset} has no price from ${gap.from} to ${gap.to}`);
console.log(`volatility ${percent(volatilityAnnual(series, { periodsPerYear: 252 }))} a year`);
console.log(`VaR  80 % ${percent(valueAtRisk(series, { confidence: 0.8 }))} a day`);
console.log(`CVaR 80 % ${percent(conditionalValueAtRisk(series, { confidence: 0.8 }))} a day`);
console.log(`maximum drawdown ${percent(maxDrawdown(series))}`);

const { share } = conditionalValueAtRiskContributions(returns, weights, 0.8);
table.assets.forEach((asset, index) =>
  console.log(`${asset}: ${percent(weights[index]!)} of the money, ${percent(share[index]!)} of the CVaR`),
);
