/** From targets, or the weights of an optimisation, to trades: what to buy and sell, what it costs, and what it makes of the risk. */
import { z } from 'zod';
import { confidenceLevel, currencyCode, decimalString, identifier, isoDate } from './primitives.ts';
import { birthCertificate, returnWindow } from './provenance.ts';
import { costBasisMethod, ledgerAccount, positiveDecimal, transactionInput, unsignedDecimal } from './transactions.ts';

/** Assets of one request. */
const targetsMax = 1000;

/** Where the portfolio should go: its saved targets, or weights; what these do not name is sold. */
export const rebalancingTargets = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('saved') }),
  z.strictObject({
    kind: z.literal('weights'),
    items: z
      .array(
        z.strictObject({
          assetId: identifier,
          weight: z.number().min(0, 'expected a weight of at least 0').max(1, 'expected a weight of at most 1'),
        }),
      )
      .min(1, 'expected at least one asset')
      .max(targetsMax),
  }),
]);
export type RebalancingTargets = z.infer<typeof rebalancingTargets>;

const tradingCosts = z.strictObject({
  fixed: unsignedDecimal.default('0').describe('Of each trade, in the base currency'),
  share: z
    .number()
    .min(0, 'expected a share of at least 0')
    .max(0.1, 'expected a share of at most 0.1, which is 10 %')
    .default(0)
    .describe('Of the value of each trade; 0.001 is 0.1 %'),
});

export const rebalancingRequest = z.strictObject({
  targets: rebalancingTargets,
  totalValue: positiveDecimal
    .nullable()
    .default(null)
    .describe('Of the holdings, in the base currency: needed for a portfolio by weight, and for no other'),
  cash: decimalString
    .default('0')
    .describe('To be invested besides what sells bring in, in the base currency; negative: to be raised by sells'),
  trigger: z
    .enum(['always', 'outside-band'])
    .default('always')
    .describe('outside-band: only what has left its band is traded'),
  rebalanceTo: z
    .enum(['target', 'band-edge'])
    .default('target')
    .describe('band-edge: no further than back into the band'),
  allowSells: z.boolean().default(true),
  units: z.enum(['whole', 'fractional']).default('whole'),
  minimumTrade: unsignedDecimal.default('0').describe('Trades of less value are left out, in the base currency'),
  costs: tradingCosts.default({ fixed: '0', share: 0 }),
  costBasis: costBasisMethod.default('fifo').describe('Which lots are sold, for a portfolio with a ledger'),
  account: ledgerAccount
    .nullable()
    .default(null)
    .describe('Where the trades are booked; null takes the largest holder'),
  confidence: confidenceLevel.default(0.95).describe('Of the VaR and CVaR before and after'),
});
export type RebalancingRequest = z.infer<typeof rebalancingRequest>;

const money = z.string().describe('In the base currency, to the cent');

export const proposedTrade = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  name: z.string(),
  side: z.enum(['buy', 'sell']),
  quantity: decimalString.describe('Units, positive'),
  price: z.string().describe('Of one unit, in the currency of the asset'),
  priceDate: isoDate,
  currency: currencyCode,
  value: money,
  cost: money,
  weightBefore: z.number(),
  weightAfter: z.number(),
  target: z.number().nullable(),
  realised: money.nullable().describe('Result that the sale realises; null for a buy, and where there is no ledger'),
  longTermShare: z
    .number()
    .nullable()
    .describe(
      'Share of the units sold that were held for more than a year; null for a buy, and where there is no ledger',
    ),
});
export type ProposedTrade = z.infer<typeof proposedTrade>;

export const skippedTrade = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  weight: z.number(),
  target: z.number().nullable(),
  reason: z.enum(['below-minimum', 'no-sells', 'no-cash', 'below-one-unit', 'short-position']),
  message: z.string(),
});
export type SkippedTrade = z.infer<typeof skippedTrade>;

const figure = z.number().nullable();
export const riskFigures = z.strictObject({
  volatilityAnnual: figure,
  valueAtRisk: figure.describe('Of one period; a loss is positive'),
  cvar: figure,
  maxDrawdown: figure,
});
export type RiskFigures = z.infer<typeof riskFigures>;

export const rebalancingPlan = z.strictObject({
  portfolioId: identifier,
  portfolioVersion: z.int(),
  baseCurrency: currencyCode,
  simulated: z.boolean(),
  valueDate: isoDate.describe('Of the prices'),
  verdict: z.string(),
  totalBefore: money.describe('Value of the holdings'),
  totalAfter: money,
  cash: money.describe('Handed in, as asked'),
  cashLeft: money.describe('Not spent; negative when less was raised than asked'),
  costs: money,
  turnover: z.number().describe('Value bought and sold, half of it, over the value before'),
  realised: money.nullable().describe('Of all sales; null where there is no ledger'),
  trades: z.array(proposedTrade).describe('Sells first, each by value, the largest first'),
  skipped: z.array(skippedTrade),
  drift: z
    .strictObject({ before: z.number(), after: z.number() })
    .describe('Half the sum of the distances from the targets: the share of the value that is in the wrong place'),
  risk: z
    .strictObject({ before: riskFigures, after: riskFigures, confidence: z.number(), window: returnWindow })
    .nullable()
    .describe('Null when there are not enough common returns; `riskReason` says why'),
  riskReason: z.string().nullable(),
  transactions: z.array(transactionInput).describe('The trades as transactions, ready for the ledger or for a file'),
  birthCertificate: birthCertificate.nullable().describe('Of the risk'),
});
export type RebalancingPlan = z.infer<typeof rebalancingPlan>;
