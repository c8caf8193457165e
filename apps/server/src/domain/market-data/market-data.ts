/** Prices of the assets of a portfolio, in its currency and on its dates, for a window: what every calculation starts from. */
import { ProblemError } from '../../core/errors.ts';
import type { AssetRecord } from '../assets/asset.ts';
import type { PriceRepository } from '../assets/ports.ts';
import { periodCountMin } from '../calculation/enough-returns.ts';
import { isoFromDay } from './calendar.ts';
import { findConversions, rateMissing } from './conversions.ts';
import { type FrequencyGuess, guessFrequency } from './frequency.ts';
import type { ExchangeRateRepository } from './ports.ts';
import { emptyColumn } from './price-columns.ts';
import { buildCalendar, buildPriceMatrix, type ConvertedColumn, findLastCommonDay } from './price-matrix.ts';
import { earliestDay, endOfTime, latestDay, type WindowRequest } from './window.ts';

export interface MarketDataParts {
  readonly prices: PriceRepository;
  readonly rates: ExchangeRateRepository;
}

export interface MarketData {
  /** Dates on which any asset has a price, within the window. */
  readonly dates: readonly string[];
  /** Row = date, column = asset, in the base currency; NaN = missing. */
  readonly prices: Float64Array;
  readonly frequency: FrequencyGuess;
}

export interface MarketDataRequest {
  readonly assets: readonly AssetRecord[];
  readonly baseCurrency: string;
  readonly window: WindowRequest;
}

/**
 * Loads and converts the prices of a window.
 *
 * @throws ProblemError `exchange-rate-missing`, `data-insufficient` (naming the assets without enough prices), or
 * `request-invalid` for a window that ends before it begins.
 */
export async function loadMarketData(
  parts: MarketDataParts,
  ownerId: string,
  { assets, baseCurrency, window }: MarketDataRequest,
): Promise<MarketData> {
  const columns = await loadConverted(parts, ownerId, assets, baseCurrency);
  const last = requireLastCommonDay(assets, columns, baseCurrency, latestDay(window));
  const from = earliestDay(window, last);
  const calendar = buildCalendar(
    columns.map(({ column }) => column),
    from,
    latestDay(window),
  );
  const prices = buildPriceMatrix(calendar, columns);
  requirePricesOfAll(assets, prices, calendar);
  return { dates: Array.from(calendar, isoFromDay), prices, frequency: guessFrequency(calendar) };
}

/** The prices of other assets, such as those of a benchmark, on dates that are given: row = date, column = asset. */
export async function loadPricesOn(
  parts: MarketDataParts,
  ownerId: string,
  assets: readonly AssetRecord[],
  baseCurrency: string,
  days: Int32Array,
): Promise<Float64Array> {
  return buildPriceMatrix(days, await loadConverted(parts, ownerId, assets, baseCurrency));
}

export async function loadConverted(
  { prices, rates }: MarketDataParts,
  ownerId: string,
  assets: readonly AssetRecord[],
  baseCurrency: string,
): Promise<ConvertedColumn[]> {
  const conversions = await findConversions(rates, ownerId, assets, baseCurrency);
  const columns = await prices.columns(
    ownerId,
    assets.map(({ id }) => id),
  );
  return assets.map(({ id }, index) => ({ column: columns.get(id) ?? emptyColumn, conversion: conversions[index]! }));
}

/** The last day on which every asset has a price in the base currency, or the reason why there is none. */
export function requireLastCommonDay(
  assets: readonly AssetRecord[],
  columns: readonly ConvertedColumn[],
  baseCurrency: string,
  notAfter: number = endOfTime,
): number {
  const last = findLastCommonDay(columns, notAfter);
  if (last !== null) return last;
  const before = notAfter === endOfTime ? '' : ` on or before ${isoFromDay(notAfter)}`;
  const withoutPrices = assets.filter((_, index) => !columns[index]!.column.days.some((day) => day <= notAfter));
  if (withoutPrices.length > 0) {
    throw new ProblemError(
      'data-insufficient',
      `${symbols(withoutPrices)} has no price${before}. Take it out or choose a later date.`,
    );
  }
  const unconverted = columns.map(({ column }) => ({
    column,
    conversion: { decimalOn: () => '1', numberOn: () => 1 },
  }));
  const lastPriced = findLastCommonDay(unconverted, notAfter);
  if (lastPriced === null) throw neverTogether(assets, before);
  const culprit = columns.findIndex(({ conversion }) => conversion.decimalOn(lastPriced) === null);
  throw rateMissing(assets[Math.max(culprit, 0)]!, baseCurrency, isoFromDay(lastPriced));
}

function neverTogether(assets: readonly AssetRecord[], before: string): ProblemError {
  const byStart = assets.toSorted((one, other) => (one.prices.firstDate! < other.prices.firstDate! ? 1 : -1))[0]!;
  const byEnd = assets.toSorted((one, other) => (one.prices.lastDate! > other.prices.lastDate! ? 1 : -1))[0]!;
  return new ProblemError(
    'data-insufficient',
    `There is no date${before} on which all assets have a price: ${byStart.symbol} starts on ${byStart.prices.firstDate}, ` +
      `${byEnd.symbol} ends on ${byEnd.prices.lastDate}. Take one of them out.`,
  );
}

/** Names every asset that has too few prices in the window, before a calculation finds out about the first. */
function requirePricesOfAll(assets: readonly AssetRecord[], prices: Float64Array, calendar: Int32Array): void {
  const counts = assets.map((_, column) => {
    let count = 0;
    for (let index = column; index < prices.length; index += assets.length)
      if (!Number.isNaN(prices[index])) count += 1;
    return count;
  });
  const short = assets.filter((_, index) => counts[index]! <= periodCountMin);
  if (short.length === 0) return;
  const [from, to] = [isoFromDay(calendar[0] ?? 0), isoFromDay(calendar.at(-1) ?? 0)];
  const span = calendar.length === 0 ? 'in this window' : `between ${from} and ${to}`;
  throw new ProblemError(
    'data-insufficient',
    `${symbols(short)} ${short.length === 1 ? 'has' : 'have'} too few prices ${span}: a calculation needs more than ${periodCountMin}. ` +
      'Choose a longer window, or take the asset out.',
    {
      errors: short.map((asset) => ({
        field: asset.symbol,
        message: `${counts[assets.indexOf(asset)]} prices ${span}; its prices run from ${asset.prices.firstDate} to ${asset.prices.lastDate}`,
        remedy: 'Choose a longer window, or take the asset out.',
      })),
    },
  );
}

function symbols(assets: readonly AssetRecord[]): string {
  return assets.map(({ symbol }) => symbol).join(', ');
}
