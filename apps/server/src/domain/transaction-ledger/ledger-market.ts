/** Prices and rates that a ledger is valued with: loaded once, looked up many times, in a worker thread where there are many. */
import type { AssetRecord } from '../assets/asset.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import type { LedgerEntry, PriceOn, RateOn } from '../ledger/ledger.ts';
import { dayFromIso, isoFromDay } from '../market-data/calendar.ts';
import { listRates } from '../market-data/conversions.ts';
import type { ExchangeRateRepository } from '../market-data/ports.ts';
import { emptyColumn } from '../market-data/price-columns.ts';
import { splitEvidence } from '../market-data/split-evidence.ts';
import { decimalFromNumber, Money } from '../valuation/decimal-and-number.ts';
import { findConversion } from '../valuation/exchange-rates.ts';

/** Plain values that a worker thread can be given; days as doubles, which the hash of the inputs knows. */
export interface LedgerMarket {
  readonly assets: readonly {
    readonly id: string;
    readonly currency: string;
    readonly isSimulated: boolean;
    readonly days: Float64Array;
    readonly closes: Float64Array;
  }[];
  readonly rates: readonly {
    readonly base: string;
    readonly quote: string;
    readonly days: Float64Array;
    readonly rates: readonly string[];
  }[];
}

export interface LedgerMarketParts {
  readonly assets: Pick<AssetRepository, 'findMany'>;
  readonly prices: Pick<PriceRepository, 'columns'>;
  readonly rates: Pick<ExchangeRateRepository, 'list'>;
}

export interface LoadedMarket {
  readonly market: LedgerMarket;
  readonly records: ReadonlyMap<string, AssetRecord>;
}

/**
 * A ledger of simulated assets alone is converted at simulated rates, any other at real ones: a real price times an invented
 * rate would be an invented price. Imported rates come before fetched ones.
 */
export async function loadLedgerMarket(
  { assets, prices, rates }: LedgerMarketParts,
  ownerId: string,
  assetIds: readonly string[],
  currencies: readonly string[],
): Promise<LoadedMarket> {
  const found = await assets.findMany(ownerId, assetIds);
  const columns = await prices.columns(ownerId, assetIds);
  const wanted = [...new Set([...currencies, ...found.map(({ currency }) => currency)])];
  const isSimulated = found.length > 0 && found.every(({ source }) => source === 'simulated');
  const series =
    wanted.length > 1 ? await listRates(rates, ownerId, isSimulated ? 'simulated' : 'imported', wanted) : [];
  const market: LedgerMarket = {
    assets: found
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .map(({ id, currency, source }) => {
        const { days, closes } = columns.get(id) ?? emptyColumn;
        return { id, currency, isSimulated: source === 'simulated', days: Float64Array.from(days), closes };
      }),
    rates: series.map((one) => ({ ...one, days: Float64Array.from(one.days) })),
  };
  return { market, records: new Map(found.map((record) => [record.id, record])) };
}

export interface LedgerQuotes {
  readonly priceOn: PriceOn;
  readonly rateOn: RateOn;
}

/**
 * Looks up the latest price and rate on or before a date.
 *
 * Simulated prices are those of today's units, as if every split had always been there. A unit before a split of the ledger
 * was therefore worth as many times more as units came of it. Prices of files and providers are raw or adjusted: those that
 * show the split stay, and those that do not are treated like simulated ones.
 */
export function createLedgerQuotes(market: LedgerMarket, entries: readonly LedgerEntry[]): LedgerQuotes {
  const assets = new Map(market.assets.map((asset) => [asset.id, asset]));
  const splits = splitsOf(entries);
  const unseen = remember((assetId: string) => splitsUnseen(assets.get(assetId), splits.get(assetId) ?? []));
  const isoOf = remember(isoFromDay);
  const dayOf = remember(dayFromIso);
  const pairs = remember((pair: string) => openPair(market, pair));
  const isSimulated = market.assets.length > 0 && market.assets.every((asset) => asset.isSimulated);
  return {
    priceOn(assetId, date) {
      const asset = assets.get(assetId);
      if (asset === undefined) return null;
      const place = latestPlace(asset.days, dayOf(date));
      if (place === -1) return null;
      const day = asset.days[place]!;
      const close = decimalFromNumber(asset.closes[place]!);
      const price = beforeSplits(close, day, unseen(assetId));
      return { price, currency: asset.currency, date: isoOf(day) };
    },
    rateOn(from, to, date) {
      if (from === to) return { rate: '1', date };
      const pair = pairs(`${from} ${to}`);
      if (pair === null) return null;
      const place = latestPlace(pair.days, dayOf(date));
      if (place === -1) return null;
      const day = pair.days[place]!;
      return { rate: pair.decimalOn(day), date: isoOf(day), isSimulated };
    },
  };
}

/** The way from one currency to another, with the days on which it is open. */
function openPair({ rates }: LedgerMarket, pair: string) {
  const [from, to] = pair.split(' ') as [string, string];
  const series = rates.map((one) => ({ ...one, days: Int32Array.from(one.days) }));
  const conversion = findConversion(series, from, to);
  if (conversion === null) return null;
  const near = series.filter(({ base, quote }) => base === from || quote === from);
  const days = [...new Set(near.flatMap((one) => [...one.days]))]
    .filter((day) => !Number.isNaN(conversion.numberOn(day)))
    .sort((one, other) => one - other);
  return { days: Float64Array.from(days), decimalOn: remember((day: number) => conversion.decimalOn(day)!) };
}

/** The place of the last day that is not after the one asked, or -1. */
function latestPlace(days: Float64Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

interface Split {
  readonly day: number;
  readonly ratio: string;
}

/** By asset; each account books the same split, which happened once. */
function splitsOf(entries: readonly LedgerEntry[]): Map<string, Split[]> {
  const found = new Map<string, Map<string, Split>>();
  for (const { content } of entries) {
    if (content.kind !== 'split') continue;
    const { assetId, date, ratio } = content;
    const some = found.get(assetId) ?? new Map<string, Split>();
    found.set(assetId, some.set(`${date} ${ratio}`, { day: dayFromIso(date), ratio }));
  }
  return new Map([...found].map(([assetId, some]) => [assetId, [...some.values()]]));
}

/** Those that the closes would show if they were raw. */
function splitsUnseen(asset: LedgerMarket['assets'][number] | undefined, splits: readonly Split[]): readonly Split[] {
  if (asset === undefined || asset.isSimulated) return splits;
  return splits.filter(({ day, ratio }) => splitEvidence(asset, { day, ratio: Number(ratio) }).closes === 'adjusted');
}

function beforeSplits(close: string, day: number, splits: readonly Split[]): string {
  const later = splits.filter((split) => split.day > day);
  if (later.length === 0) return close;
  return later.reduce((price, { ratio }) => price.mul(ratio), new Money(close)).toFixed();
}

function remember<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined) return value;
    const found = find(key);
    known.set(key, found);
    return found;
  };
}
