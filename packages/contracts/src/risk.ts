/** Risk of a portfolio: what the Risk page shows, in one answer. */
import { z } from 'zod';
import { priceGap } from './assets.ts';
import { confidenceLevel, identifier, isoDate, periodsPerYear } from './primitives.ts';
import { birthCertificate, returnWindow } from './provenance.ts';

export const riskMeasureName = z.enum([
  'variance',
  'standard-deviation',
  'semi-deviation',
  'value-at-risk',
  'cvar',
  'max-drawdown',
  'average-drawdown',
  'ulcer-index',
  'mean-absolute-deviation',
  'worst-realization',
]);
export type RiskMeasureName = z.infer<typeof riskMeasureName>;

/** Every measure of the engine by name; positive is a loss. */
export const riskMeasures = z.record(riskMeasureName, z.number());
export type RiskMeasures = z.infer<typeof riskMeasures>;

export const performanceFigures = z.strictObject({
  volatilityAnnual: z.number(),
  meanReturnAnnual: z.number(),
  compoundAnnualGrowthRate: z.number(),
  totalReturn: z.number(),
  sharpeRatio: z.number().nullable().describe('Null when the volatility is zero'),
  sortinoRatio: z.number().nullable().describe('Null when there is no downside'),
  beta: z.number().nullable().describe('Against the benchmark; null without one'),
  alphaAnnual: z.number().nullable(),
  correlationWithBenchmark: z.number().nullable(),
});
export type PerformanceFigures = z.infer<typeof performanceFigures>;

/** Windows offered by name; a custom one is given by `from` and `to`. */
export const windowName = z.enum(['1y', '3y', '5y', '10y', 'max']);
export type WindowName = z.infer<typeof windowName>;

/**
 * A number in a query string, where everything is text: digits only, so that an empty or odd value is refused rather than
 * becoming 0. The documentation shows the number that is meant.
 */
function queryNumber(meant: z.ZodType<number, number>, byDefault: number, description: string) {
  return z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, 'expected a number such as 0.95')
    .optional()
    .transform((text) => (text === undefined ? byDefault : Number(text)))
    .pipe(meant)
    .meta({ description: `${description}; ${byDefault} when left out`, type: 'number', pattern: undefined });
}

export const portfolioRiskQuery = z.strictObject({
  window: windowName.default('5y'),
  from: isoDate.optional(),
  to: isoDate.optional(),
  confidence: queryNumber(confidenceLevel, 0.95, 'Confidence level: 0.95 means a 5 % tail'),
  horizon: queryNumber(
    z
      .int('expected a whole number of periods')
      .min(1, 'expected at least 1 period')
      .max(63, 'expected at most 63 periods'),
    1,
    'Horizon in periods (trading days for daily prices)',
  ),
  benchmark: z
    .union([identifier, z.literal('none')])
    .optional()
    .describe("Asset id; default: the portfolio's own benchmark"),
  riskFree: queryNumber(z.number().min(-0.2).max(1), 0, 'Annual risk-free rate'),
});
export type PortfolioRiskQuery = z.infer<typeof portfolioRiskQuery>;

/** What the portfolio was measured against: asset, mix, or the present weights of a portfolio, restored every period. */
const riskBenchmark = z.strictObject({
  kind: z.enum(['asset', 'mix', 'portfolio']),
  symbol: z.string().describe('Short name: the symbol of an asset, the parts of a mix, or the name of the portfolio'),
  name: z.string(),
  items: z.array(z.strictObject({ assetId: identifier, symbol: z.string(), weight: z.number() })),
});

export const riskContribution = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  weight: z.number(),
  volatilityAnnual: z.number().describe("The asset's own volatility"),
  component: z
    .record(z.enum(['standard-deviation', 'value-at-risk', 'cvar']), z.number())
    .describe('Sums to the measure of the portfolio'),
  marginal: z
    .record(z.enum(['standard-deviation', 'value-at-risk', 'cvar']), z.number().nullable())
    .describe('Change of the measure for a small change of the weight; null where the portfolio has no risk'),
  share: z
    .record(z.enum(['standard-deviation', 'value-at-risk', 'cvar']), z.number().nullable())
    .describe('Component over total; sums to 1; null where the total is zero'),
});
export type RiskContribution = z.infer<typeof riskContribution>;

export const drawdownEpisode = z.strictObject({
  peakDate: isoDate,
  troughDate: isoDate,
  recoveryDate: isoDate.nullable().describe('Null while the former peak is not reached again'),
  depth: z.number(),
  lengthPeriods: z.int(),
  recoveryPeriods: z.int().nullable(),
});
export type DrawdownEpisode = z.infer<typeof drawdownEpisode>;

export const coverageStatus = z.enum(['complete', 'starts-late', 'ends-early', 'has-gaps']);
export const assetCoverage = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  firstDate: isoDate,
  lastDate: isoDate,
  priceCount: z.int(),
  gaps: z.array(priceGap),
  status: coverageStatus,
  limitsWindow: z.boolean().describe('True for the asset whose history shortens the common window'),
});
export type AssetCoverage = z.infer<typeof assetCoverage>;

export const portfolioRisk = z.strictObject({
  portfolioId: identifier,
  portfolioVersion: z.int(),
  portfolioName: z.string(),
  baseCurrency: z.string(),
  simulated: z.boolean(),
  totalValue: z.string().nullable(),
  verdict: z.string().describe('One sentence a person would say'),
  window: returnWindow,
  confidence: z.number(),
  horizon: z.int(),
  benchmark: riskBenchmark.nullable().describe('Null without one, and where it is a portfolio that you may not see'),
  measures: riskMeasures.describe(
    'Of returns over the horizon for variance, deviations, VaR, CVaR and worst realization; of the path of single periods for drawdowns',
  ),
  performance: performanceFigures,
  contributions: z.array(riskContribution),
  distribution: z.strictObject({
    binEdges: z.array(z.number()),
    counts: z.array(z.int()),
    sampleCount: z.int(),
  }),
  path: z.strictObject({
    dates: z.array(isoDate),
    cumulativeReturn: z.array(z.number()),
    drawdown: z.array(z.number()).describe('Depth below the former peak, zero or negative'),
    rollingVolatilityAnnual: z.array(z.number().nullable()).describe('Null until the rolling window is full'),
    benchmarkCumulativeReturn: z
      .array(z.number().nullable())
      .nullable()
      .describe('Null on dates for which the benchmark has no return; null as a whole without a benchmark'),
    benchmarkRollingVolatilityAnnual: z.array(z.number().nullable()).nullable(),
    rollingWindow: z.int(),
  }),
  drawdowns: z.array(drawdownEpisode).describe('The ten deepest'),
  correlation: z.strictObject({
    symbols: z.array(z.string()).describe('The assets of the portfolio, at most the 200 of largest weight'),
    matrix: z
      .array(z.array(z.number().nullable()))
      .describe('Row and column in the order of `symbols`; null for an asset whose price never changed'),
    order: z.array(z.int()).describe('Order that puts similar assets side by side'),
  }),
  concentration: z.strictObject({
    herfindahlWeight: z.number(),
    effectiveAssetCount: z.number(),
    effectiveRiskCount: z.number().nullable().describe('Null for a portfolio without risk'),
  }),
  coverage: z.strictObject({ from: isoDate, to: isoDate, assets: z.array(assetCoverage) }),
  birthCertificate,
});
export type PortfolioRisk = z.infer<typeof portfolioRisk>;

/** Stateless: a table of returns or of prices in the body. Rows are periods, columns are assets; null is a missing price. */
const seriesTable = z.strictObject({
  assets: z.array(z.string().min(1)).min(1).max(1000),
  dates: z.array(isoDate).min(1).max(20_000).optional(),
  returns: z
    .array(z.array(z.number().gte(-1).nullable()))
    .min(1)
    .max(20_000)
    .optional(),
  prices: z.array(z.array(z.number().positive().nullable())).min(2).max(20_000).optional(),
});

export const riskMetricsRequest = seriesTable
  .extend({
    weights: z.array(z.number()).optional().describe('One for each asset; equal weights when left out'),
    confidence: confidenceLevel.default(0.95),
    periodsPerYear: periodsPerYear.default(252),
    riskFree: z.number().min(-0.2).max(1).default(0).describe('Annual risk-free rate'),
    measures: z.array(riskMeasureName).min(1).optional().describe('All when left out'),
    benchmarkReturns: z.array(z.number().gte(-1)).optional().describe('One for each period of the common window'),
  })
  .refine((body) => (body.returns === undefined) !== (body.prices === undefined), {
    message: 'expected exactly one of `returns` and `prices`',
    path: ['returns'],
  });
export type RiskMetricsRequest = z.infer<typeof riskMetricsRequest>;

export const riskMetrics = z.strictObject({
  measures: z.partialRecord(riskMeasureName, z.number()),
  annualised: performanceFigures,
  contributions: z.array(
    z.strictObject({
      asset: z.string(),
      weight: z.number(),
      component: z.record(z.enum(['standard-deviation', 'value-at-risk', 'cvar']), z.number()),
      share: z
        .record(z.enum(['standard-deviation', 'value-at-risk', 'cvar']), z.number().nullable())
        .describe('Null where the total is zero'),
    }),
  ),
  window: returnWindow,
  birthCertificate,
});
export type RiskMetrics = z.infer<typeof riskMetrics>;

export { seriesTable };
