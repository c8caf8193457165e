/** What a portfolio should hold, the bands around it, how far it has drifted; and holdings by group. */
import { z } from 'zod';
import { currencyCode, decimalString, identifier, isoDate } from './primitives.ts';

// Written out, as tools that read the OpenAPI document do not know \p{Cc}; the control characters are what is refused.
/* oxlint-disable no-control-regex */
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above.
const labelWords =
  /^[^\s:"'\\\u0000-\u001f\u007f-\u009f\ud800-\udfff]+( [^\s:"'\\\u0000-\u001f\u007f-\u009f\ud800-\udfff]+)*$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above.
const groupingWords =
  /^(asset-class|sector|country|currency|label:[^\s:"'\\\u0000-\u001f\u007f-\u009f\ud800-\udfff]+( [^\s:"'\\\u0000-\u001f\u007f-\u009f\ud800-\udfff]+)*)$/u;

/* oxlint-enable no-control-regex */

/** Key of a label of one's own: words, with single spaces between them. */
export const labelKey = z
  .string()
  .max(40, 'expected at most 40 characters')
  .regex(labelWords, 'expected words without colon, quotation marks or control characters, with single spaces between');

/** A property of assets by which holdings are put together: `asset-class`, `sector`, `country`, `currency`, or `label:` and a key. */
export const holdingGrouping = z
  .string()
  .max(46, 'expected a label key of at most 40 characters')
  .regex(groupingWords, 'expected asset-class, sector, country, currency, or label: and a key, such as label:strategy')
  .describe('asset-class, sector, country, currency, or label:<key>');

const share = z.number().min(0, 'expected a share of at least 0').max(1, 'expected a share of at most 1: 25 % is 0.25');
const band = share.nullable().default(null);

const targetFields = {
  weight: share.describe('Target weight'),
  bandAbsolute: band.describe('How far the weight may be from the target: 0.05 is five points'),
  bandRelative: band.describe('The same as a share of the target: 0.25 is a quarter of it'),
};

/**
 * All targets of a portfolio, about one thing: single assets, or the groups of one grouping. They sum to at most 1; the rest is
 * cash. With both bands the narrower one counts, as in the 5/25 rule; without any nothing is said of the drift.
 */
export const targetsInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('assets'),
    items: z.array(z.strictObject({ assetId: identifier, ...targetFields })).max(2000),
  }),
  z.strictObject({
    kind: z.literal('groups'),
    by: holdingGrouping,
    items: z.array(z.strictObject({ group: z.string().trim().min(1).max(120), ...targetFields })).max(500),
  }),
]);
export type TargetsInput = z.infer<typeof targetsInput>;

export const targetDrift = z.strictObject({
  assetId: identifier.nullable(),
  group: z.string().nullable(),
  label: z.string().describe('Symbol of the asset, or the group'),
  target: z.number(),
  bandAbsolute: z.number().nullable(),
  bandRelative: z.number().nullable(),
  weight: z.number().describe('Held now'),
  drift: z.number().describe('Weight now less the target'),
  lowest: z.number().nullable().describe('Lower edge of the band; null without one'),
  highest: z.number().nullable(),
  isWithinBand: z.boolean().nullable().describe('Null without a band'),
});
export type TargetDrift = z.infer<typeof targetDrift>;

export const portfolioTargets = z.strictObject({
  portfolioId: identifier,
  version: z.int(),
  by: z.string().nullable().describe('asset, or the grouping; null without targets'),
  valueDate: isoDate.nullable(),
  items: z.array(targetDrift),
  targetSum: z.number(),
  rest: z.strictObject({
    target: z.number().describe('What the targets leave for cash'),
    weight: z.number().describe('Held of what no target is about'),
  }),
  outsideCount: z.int().describe('Targets whose band is left'),
});
export type PortfolioTargets = z.infer<typeof portfolioTargets>;

export const holdingGroupsQuery = z.strictObject({ by: holdingGrouping.default('asset-class') });

export const holdingGroup = z.strictObject({
  group: z.string().nullable().describe('Null: nothing is said of these holdings'),
  weight: z.number(),
  value: decimalString.nullable().describe('In the base currency; null for a portfolio by weight'),
  assetIds: z.array(identifier),
});
export type HoldingGroup = z.infer<typeof holdingGroup>;

export const holdingGroups = z.strictObject({
  portfolioId: identifier,
  version: z.int(),
  by: z.string(),
  baseCurrency: currencyCode,
  valueDate: isoDate.nullable(),
  totalValue: z.string().nullable(),
  groups: z.array(holdingGroup).describe('The heaviest first, what nothing is said of last'),
});
export type HoldingGroups = z.infer<typeof holdingGroups>;
