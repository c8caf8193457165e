/** Efficient frontier: exact corners, named portfolios on it, and the inputs a browser needs to draw it again with other bounds. */
import { z } from 'zod';
import { identifier, isoDate, periodsPerYear } from './primitives.ts';
import { birthCertificate, returnWindow } from './provenance.ts';
import { seriesTable, windowName } from './risk.ts';

/** A pair [lower, upper] of weights; null is no bound. */
export const weightBounds = z
  .tuple([z.number().min(-10).max(10).nullable(), z.number().min(-10).max(10).nullable()])
  .describe('[lower, upper] weight; null is no bound');

export const expectedReturnsMethod = z.enum(['mean', 'geometric', 'exponentially-weighted']);
export const covarianceMethod = z.enum([
  'sample',
  'exponentially-weighted',
  'semi-covariance',
  'ledoit-wolf-single-factor',
]);
export type ExpectedReturnsMethod = z.infer<typeof expectedReturnsMethod>;
export type CovarianceMethod = z.infer<typeof covarianceMethod>;

const frontierOptions = z.strictObject({
  budget: z.number().min(-10).max(10).default(1).describe('Sum of the weights'),
  riskFree: z.number().min(-0.2).max(1).default(0).describe('Annual risk-free rate'),
  returnsMethod: expectedReturnsMethod.default('mean'),
  covarianceMethod: covarianceMethod.default('sample'),
  pointCount: z
    .int()
    .min(2)
    .max(500)
    .default(60)
    .describe('Points sampled along the frontier, evenly in expected return'),
});

export const portfolioFrontierRequest = frontierOptions.extend({
  window: windowName.default('5y'),
  from: isoDate.optional(),
  to: isoDate.optional(),
  bounds: z
    .strictObject({ default: weightBounds.default([0, 1]), assets: z.record(identifier, weightBounds).default({}) })
    .default({ default: [0, 1], assets: {} }),
});
export type PortfolioFrontierRequest = z.infer<typeof portfolioFrontierRequest>;

/** A portfolio in the plane of annual risk and annual expected return. Weights are in the order of `assets`. */
export const frontierPoint = z.strictObject({
  expectedReturnAnnual: z.number(),
  volatilityAnnual: z.number(),
  weights: z.array(z.number()),
});
export type FrontierPoint = z.infer<typeof frontierPoint>;

export const infeasibility = z.strictObject({
  message: z.string(),
  constraints: z.array(z.string()).describe('The constraints in conflict'),
  // An array of two and no tuple, which the OpenAPI document would write in a form that OpenAPI 3.1 does not know.
  feasibleBudget: z
    .array(z.number().nullable())
    .length(2)
    .nullable()
    .describe(
      'Range of budgets that the bounds allow, null at an end without limit; null when the bounds of an asset cross',
    ),
  nearest: z.array(z.number()).describe('Weights that meet the bounds and come nearest to the budget'),
});
export type Infeasibility = z.infer<typeof infeasibility>;

export const frontierCurve = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('optimal'),
    corners: z.array(frontierPoint).describe('Corner portfolios from the highest return to the minimum variance'),
    points: z.array(frontierPoint),
    minimumVariance: frontierPoint,
    maximumSharpe: frontierPoint.nullable().describe('Null when no portfolio earns more than the risk-free rate'),
    maximumResidual: z.number().describe('Largest scaled KKT residual over the corners'),
  }),
  z.strictObject({ status: z.literal('infeasible'), conflict: infeasibility }),
]);
export type FrontierCurve = z.infer<typeof frontierCurve>;

export const frontierAsset = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  name: z.string(),
  assetClass: z.string(),
  weight: z.number().describe('Present weight'),
  expectedReturnAnnual: z.number(),
  volatilityAnnual: z.number(),
});

export const portfolioFrontier = z.strictObject({
  portfolioId: identifier,
  portfolioVersion: z.int(),
  portfolioName: z.string(),
  simulated: z.boolean(),
  verdict: z.string(),
  window: returnWindow,
  assets: z.array(frontierAsset),
  moments: z.strictObject({
    expectedReturnsAnnual: z.array(z.number()),
    covarianceAnnual: z.array(z.array(z.number())).describe('Row and column in the order of `assets`'),
    conditionNumber: z.number().nullable().describe('Null when the covariance is singular'),
    repaired: z.boolean().describe('True when negative eigenvalues were cut off'),
  }),
  own: frontierPoint.describe('The portfolio as it is'),
  frontier: frontierCurve,
  birthCertificate,
});
export type PortfolioFrontier = z.infer<typeof portfolioFrontier>;

export const efficientFrontierRequest = frontierOptions
  .extend({
    ...seriesTable.shape,
    periodsPerYear: periodsPerYear.default(252),
    bounds: z
      .strictObject({ default: weightBounds.default([0, 1]), assets: z.record(z.string(), weightBounds).default({}) })
      .default({ default: [0, 1], assets: {} }),
  })
  .refine((body) => (body.returns === undefined) !== (body.prices === undefined), {
    message: 'expected exactly one of `returns` and `prices`',
    path: ['returns'],
  });
export type EfficientFrontierRequest = z.infer<typeof efficientFrontierRequest>;

export const efficientFrontierResponse = z.strictObject({
  assets: z.array(z.string()),
  window: returnWindow,
  frontier: frontierCurve,
  birthCertificate,
});
export type EfficientFrontierResponse = z.infer<typeof efficientFrontierResponse>;
