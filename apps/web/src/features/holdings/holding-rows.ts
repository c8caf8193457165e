/** What is held as the rows of one table, whether it follows from transactions or was told; and live prices put in their place. */
import type {
  LedgerGap,
  LedgerHolding,
  LiveQuote,
  Portfolio,
  PortfolioTargets,
  TargetDrift,
} from '@riskoptimizer/contracts';
import { sumDecimals } from '@riskoptimizer/price-csv';
import { daysBetween } from '../../platform/format.ts';

export interface HoldingRow {
  readonly key: string;
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: string;
  readonly sector: string | null;
  readonly country: string | null;
  readonly currency: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly accounts: readonly string[];
  readonly quantity: string | null;
  readonly lotCount: number | null;
  readonly since: string | null;
  readonly price: string | null;
  readonly priceDate: string | null;
  readonly priceAgeDays: number | null;
  readonly priceSource: string | null;
  /** In the base currency, as all amounts below. */
  readonly value: string | null;
  readonly weight: number | null;
  readonly target: TargetDrift | null;
  readonly cost: string | null;
  readonly unrealised: string | null;
  readonly unrealisedReturn: number | null;
  readonly realised: string | null;
  readonly dividends: string | null;
  readonly gaps: readonly LedgerGap[];
  /** Set where the price is one of this moment. */
  readonly live: { readonly at: string; readonly change: number | null } | null;
}

export function ledgerRow(holding: LedgerHolding, account?: string): HoldingRow {
  const { price, inBaseCurrency } = holding;
  return {
    key: account === undefined ? holding.assetId : `${account}:${holding.assetId}`,
    assetId: holding.assetId,
    symbol: holding.symbol,
    name: holding.name,
    assetClass: holding.assetClass,
    sector: holding.sector,
    country: holding.country,
    currency: holding.currency,
    labels: holding.labels,
    accounts: account === undefined ? holding.accounts : [account],
    quantity: holding.quantity,
    lotCount: holding.lotCount,
    since: holding.since,
    price: price?.close ?? null,
    priceDate: price?.date ?? null,
    priceAgeDays: price?.ageDays ?? null,
    priceSource: price?.source ?? null,
    value: inBaseCurrency.value,
    weight: holding.weight,
    target: null,
    cost: inBaseCurrency.cost,
    unrealised: inBaseCurrency.unrealised,
    unrealisedReturn: inBaseCurrency.unrealisedReturn,
    realised: inBaseCurrency.realised,
    dividends: inBaseCurrency.dividends,
    gaps: holding.gaps,
    live: null,
  };
}

/** A portfolio by weight or quantity knows what it holds, and nothing of what that cost. */
export function toldRow(holding: Portfolio['holdings'][number], today: string): HoldingRow {
  const { assetId, symbol, name, assetClass, sector, country, currency, labels, quantity, price, priceDate } = holding;
  return {
    key: assetId,
    assetId,
    symbol,
    name,
    assetClass,
    sector,
    country,
    currency,
    labels,
    accounts: [],
    quantity,
    lotCount: null,
    since: null,
    price,
    priceDate,
    priceAgeDays: priceDate === null ? null : Math.max(0, daysBetween(priceDate, today)),
    priceSource: null,
    value: holding.value,
    weight: holding.weight,
    target: null,
    cost: null,
    unrealised: null,
    unrealisedReturn: null,
    realised: null,
    dividends: null,
    gaps: [],
    live: null,
  };
}

export function withTargets(rows: readonly HoldingRow[], targets: PortfolioTargets | undefined): HoldingRow[] {
  const byAsset = new Map(
    targets?.items.flatMap((target) => (target.assetId === null ? [] : [[target.assetId, target]])),
  );
  return rows.map((row) => ({ ...row, target: byAsset.get(row.assetId) ?? null }));
}

/** The exact sum; null as soon as one of them is not known, as a part is not the whole. */
export function sumAmounts(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === amounts.length ? sumDecimals(known) : null;
}

export function sumWeights(rows: readonly HoldingRow[]): number | null {
  return rows.reduce<number | null>((sum, { weight }) => (sum === null || weight === null ? null : sum + weight), 0);
}

/**
 * Values of this moment in place of those at the last close, at the same exchange rate.
 *
 * `cash` is what the whole has besides, in the base currency; null leaves the weights as they are.
 */
export function withLivePrices(
  rows: readonly HoldingRow[],
  quotes: ReadonlyMap<string, Pick<LiveQuote, 'price' | 'previousClose' | 'at'>>,
  cash: string | null,
): HoldingRow[] {
  const priced = rows.map((row) => {
    const quote = quotes.get(row.assetId);
    return quote === undefined ? row : withQuote(row, quote);
  });
  if (cash === null || priced.every(({ live }) => live === null)) return priced;
  const values = sumAmounts(priced.map(({ value }) => value));
  if (values === null) return priced;
  const total = Number(values) + Number(cash);
  return total > 0 ? priced.map((row) => ({ ...row, weight: Number(row.value) / total })) : priced;
}

function withQuote(
  row: HoldingRow,
  { price, previousClose, at }: Pick<LiveQuote, 'price' | 'previousClose' | 'at'>,
): HoldingRow {
  const change = previousClose === null ? null : Number(price) / Number(previousClose) - 1;
  const live = { at, change };
  if (row.value === null || row.price === null || !(Number(row.price) > 0)) return { ...row, price, live };
  const value = (Number(row.value) * Number(price)) / Number(row.price);
  const result = row.cost === null ? null : value - Number(row.cost);
  return {
    ...row,
    price,
    live,
    value: value.toFixed(2),
    unrealised: result === null ? row.unrealised : result.toFixed(2),
    unrealisedReturn:
      result === null || Number(row.cost) === 0 ? row.unrealisedReturn : result / Math.abs(Number(row.cost)),
  };
}
