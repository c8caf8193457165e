/** Everything that a user has stored, as one document: what is written by an export and put back into an empty account. */
import { z } from 'zod';
import { assetLabels } from './assets.ts';
import { benchmark } from './benchmark.ts';
import { assetClass, assetSymbol, currencyCode, identifier, isoDate, isoInstant } from './primitives.ts';
import { figi, isin } from './security-identifiers.ts';
import { targetsInput } from './targets.ts';
import { transactionFileMapping } from './transaction-files.ts';
import { assetKey, importMappingName } from './transaction-imports.ts';
import { transactionInput } from './transactions.ts';

export const everythingFormat = 'riskoptimizer-everything';
export const everythingVersion = 1;
/** Bytes of the document, or of the archive that holds it. */
export const everythingBytesMax = 160_000_000;
/** What a document of that size has room for: an export beyond it is refused, as nobody could read it back. */
export const everythingPricesMax = 3_000_000;
export const everythingTransactionsMax = 200_000;
export const everythingPortfoliosMax = 5_000;
export const everythingAssetsMax = 50_000;

const days = z.array(z.string()).describe('Ascending dates, YYYY-MM-DD');
const decimals = z.array(z.string()).describe('Decimals above zero, one for each date');
const source = z.enum(['simulated', 'imported', 'provider']);

/** Identifiers are names within the document: an import gives everything new ones. */
const everythingAsset = z.strictObject({
  assetId: identifier,
  source,
  symbol: assetSymbol,
  name: z.string().min(1).max(200),
  assetClass,
  sector: z.string().min(1).max(120).nullable(),
  country: z.string().min(1).max(120).nullable(),
  currency: currencyCode,
  isin: isin.nullable(),
  figi: figi.nullable(),
  labels: assetLabels,
  prices: z.strictObject({
    dates: days,
    closes: decimals,
    gaps: z.array(z.strictObject({ from: isoDate, to: isoDate, missingCount: z.int().min(1) })).max(100_000),
  }),
});
export type EverythingAsset = z.infer<typeof everythingAsset>;

const everythingPortfolio = z.strictObject({
  portfolioId: identifier,
  name: z.string().trim().min(1).max(120),
  baseCurrency: currencyCode,
  archivedAt: isoInstant.nullable(),
  deletedAt: isoInstant.nullable().describe('Deleted, and still to be brought back'),
  benchmark: benchmark.nullable(),
  allocationKind: z.enum(['weights', 'quantities', 'ledger']),
  allocations: z
    .array(
      z.strictObject({ assetId: identifier, weight: z.number().nullable(), quantity: z.string().max(60).nullable() }),
    )
    .max(2000),
  targets: targetsInput.nullable(),
  transactions: z
    .array(z.strictObject({ reference: identifier, content: transactionInput }))
    .describe('In the order of the ledger; lots name them by their reference'),
});
export type EverythingPortfolio = z.infer<typeof everythingPortfolio>;

export const everythingFile = z.strictObject({
  format: z.literal(everythingFormat),
  version: z.literal(everythingVersion),
  assets: z.array(everythingAsset).max(everythingAssetsMax),
  exchangeRates: z
    .array(z.strictObject({ source, base: currencyCode, quote: currencyCode, dates: days, rates: decimals }))
    .max(2000),
  portfolios: z.array(everythingPortfolio).max(everythingPortfoliosMax),
  importMappings: z.array(z.strictObject({ name: importMappingName, mapping: transactionFileMapping })).max(100),
  assetAliases: z
    .array(z.strictObject({ key: assetKey, assetId: identifier }))
    .max(100_000)
    .describe('What securities of files were said to be'),
});
export type EverythingFile = z.infer<typeof everythingFile>;

export const exportEverythingRequest = z.strictObject({
  format: z
    .enum(['json', 'zip'])
    .describe('The document alone, or an archive with it and with the same as CSV and XLSX; both import back'),
});
export type ExportEverythingRequest = z.infer<typeof exportEverythingRequest>;

export const everythingCounts = z.strictObject({
  assets: z.int(),
  prices: z.int(),
  exchangeRates: z.int(),
  portfolios: z.int(),
  transactions: z.int(),
  importMappings: z.int(),
  assetAliases: z.int(),
});
export type EverythingCounts = z.infer<typeof everythingCounts>;

export const everythingPreview = z.strictObject({
  sha256: z.string().describe('Of the file: what an import has to name'),
  byteCount: z.int(),
  counts: everythingCounts,
  portfolios: z.array(
    z.strictObject({ name: z.string(), state: z.enum(['active', 'archived', 'deleted']), transactionCount: z.int() }),
  ),
  inTheWay: z
    .array(z.string())
    .describe('What the account has already: it must be empty, so nothing can be stored while this names something'),
});
export type EverythingPreview = z.infer<typeof everythingPreview>;

export const importEverythingQuery = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected the sha256 of the preview')
    .describe('Of the file that was previewed; another file is refused'),
});
export type ImportEverythingQuery = z.infer<typeof importEverythingQuery>;

export const importEverythingResult = z.strictObject({ counts: everythingCounts });
export type ImportEverythingResult = z.infer<typeof importEverythingResult>;
