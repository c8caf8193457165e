/** The small types that every other schema is made of. */
import { z } from 'zod';

/** A calendar date without a time zone, `YYYY-MM-DD`. */
export const isoDate = z.iso.date().describe('Calendar date, YYYY-MM-DD');
export type IsoDate = z.infer<typeof isoDate>;

/** A point in time in UTC, `2026-11-22T14:03:00.000Z`. */
export const isoInstant = z.iso.datetime().describe('Point in time, UTC, ISO 8601');

export const identifier = z.uuid().describe('Identifier (UUID)');
export type Identifier = z.infer<typeof identifier>;

/** Money and quantities travel as decimal strings, never as binary floating point. */
export const decimalString = z
  .string()
  .regex(
    /^-?\d{1,18}(\.\d{1,12})?$/,
    'expected a decimal number such as "1250" or "-3.75", with a point and no thousands separator',
  )
  .describe('Decimal number as a string, at most 18 digits before and 12 after the point');
export type DecimalString = z.infer<typeof decimalString>;

export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code of three capital letters, such as USD')
  .describe('ISO 4217 currency code');
export type CurrencyCode = z.infer<typeof currencyCode>;

/** A symbol as people write it: `NORTHW`, `BRK.B`, `^GSPC`, `EUR=X`. Whatever a price file may name an asset is one. */
export const assetSymbol = z
  .string()
  .trim()
  .min(1, 'expected at least one character')
  .max(100, 'expected at most 100 characters')
  // Written out, as tools that read the OpenAPI document do not know \p{Cc}.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  // oxlint-disable-next-line no-control-regex
  .regex(/^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]+$/u, 'expected a symbol without control characters')
  .describe('Asset symbol');

/**
 * Text that looks like what it is: no control characters, none that turn the direction of writing around, and none of no width,
 * with which one name can be made to look like another. Written out, as tools that read the OpenAPI document do not know \p{Cc}.
 */
export const plainText =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  // oxlint-disable-next-line no-control-regex
  /^[^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+$/u;
export const plainTextExpected =
  'expected text without control characters, marks of writing direction or characters of no width';

/** Text of several lines, such as a note: without control characters but tabs and ends of lines, and none that turn the direction around. */
export const freeText =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  // oxlint-disable-next-line no-control-regex
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]*$/u;
export const freeTextExpected = 'expected text without control characters or marks of writing direction';

/** A dimensionless number: a weight, a return, a ratio. NaN and Infinity cannot be written in JSON and are refused. */
export const finiteNumber = z.number();

export const confidenceLevel = z
  .number()
  .gt(0.5, 'expected a confidence above 0.5, such as 0.95 for a 5 % tail')
  .lt(1, 'expected a confidence below 1, such as 0.95 for a 5 % tail')
  .describe('Confidence level: 0.95 means a 5 % tail');

/** Trading periods a year: 252 trading days, 365 for crypto, 52 weeks, 12 months. */
export const periodsPerYear = z
  .number()
  .positive('expected a positive number of periods a year, such as 252')
  .max(366, 'expected at most 366 periods a year')
  .describe('Periods a year used to annualise');

export const assetClass = z.enum(['equity', 'bond', 'commodity', 'real-estate', 'crypto', 'cash', 'fund', 'other']);
export type AssetClass = z.infer<typeof assetClass>;
