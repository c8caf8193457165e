/** Import of a price file: preview first, then commit, all or nothing. */
import { z } from 'zod';
import { assetSymbol, currencyCode, decimalString, identifier, isoDate, isoInstant } from './primitives.ts';
import { problemDetail } from './problem.ts';

/** Bytes a price file may have. The CLI, the server and the page give this number when they refuse one. */
export const priceFileBytesMax = 100_000_000;

/** A file is sent as multipart/form-data in the field `file`, or as the body itself with content type text/csv. */
export const createPriceImportQuery = z.strictObject({
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .optional()
    .describe('Name of the file when the body itself is the file (text/csv)'),
});
export type CreatePriceImportQuery = z.infer<typeof createPriceImportQuery>;

export const priceImportAsset = z.strictObject({
  symbol: assetSymbol,
  priceCount: z.int(),
  firstDate: isoDate,
  lastDate: isoDate,
  gapCount: z.int().describe('Interior runs of missing prices'),
  missingCount: z.int().describe('Prices missing between the first and the last one'),
  lastClose: z.string(),
  change: z.enum(['new', 'extends', 'replaces']).describe('What a commit does to an asset of this symbol'),
});

export const priceImport = z.strictObject({
  id: identifier,
  fileName: z.string(),
  byteCount: z.int(),
  status: z.enum(['ready', 'committed']),
  createdAt: isoInstant,
  expiresAt: isoInstant,
  delimiter: z.enum(['comma', 'semicolon', 'tab']),
  decimalSeparator: z.enum(['point', 'comma']),
  dateFormat: z.string().describe('Date format found, such as YYYY-MM-DD'),
  rowCount: z.int(),
  from: isoDate,
  to: isoDate,
  periodsPerYear: z.number().describe('Guess from the spacing of the dates: 252 daily, 52 weekly, 12 monthly'),
  assets: z.array(priceImportAsset),
  warnings: z.array(problemDetail),
});
export type PriceImport = z.infer<typeof priceImport>;

const portfolioFromImport = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('equal') }),
  z.strictObject({
    kind: z.literal('weights'),
    weights: z.array(z.strictObject({ symbol: assetSymbol, weight: z.number() })).min(1),
  }),
  z.strictObject({
    kind: z.literal('quantities'),
    quantities: z.array(z.strictObject({ symbol: assetSymbol, quantity: decimalString })).min(1),
  }),
]);

export const priceImportCommit = z.strictObject({
  currency: currencyCode.default('USD').describe('Currency of every price in the file'),
  portfolio: z
    .strictObject({ name: z.string().trim().min(1).max(120), allocation: portfolioFromImport })
    .optional()
    .describe('A portfolio to make of the imported assets'),
});
export type PriceImportCommit = z.infer<typeof priceImportCommit>;

export const priceImportResult = z.strictObject({
  import: priceImport,
  assetIds: z.array(identifier),
  priceCount: z.int().describe('Prices stored'),
  portfolioId: identifier.nullable(),
});
export type PriceImportResult = z.infer<typeof priceImportResult>;
