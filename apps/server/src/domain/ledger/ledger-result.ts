/** The book as an answer: sorted, without what is closed, and with null for what is not known. */
import { Money } from '../valuation/decimal-and-number.ts';
import { knownOrNull } from './known-or-null.ts';
import type { LedgerBook } from './ledger-book.ts';
import type { AssetHolding, CostInCurrency, Holding, LedgerResult, Lot } from './ledger-types.ts';

type Rest = Pick<LedgerResult, 'lastDate' | 'problems' | 'warnings'>;

export function describeBook(book: LedgerBook, rest: Rest): LedgerResult {
  const lots = describeLots(book);
  const holdings = describeHoldings(lots);
  return {
    method: book.method,
    holdings,
    assets: describeAssets(holdings),
    lots,
    cash: Array.from(book.balances.values(), ({ account, currency, amount }) => ({ account, currency, amount })).sort(
      (a, b) => compareTexts(a.account, b.account) || compareTexts(a.currency, b.currency),
    ),
    realised: book.realised,
    sums: [...book.sums.values()]
      .filter(({ amount }) => !amount.isZero())
      .sort(
        (a, b) =>
          compareTexts(a.kind, b.kind) ||
          compareTexts(a.assetId ?? '', b.assetId ?? '') ||
          compareTexts(a.currency, b.currency),
      ),
    externalFlows: book.externalFlows,
    ...rest,
  };
}

function describeLots(book: LedgerBook): Lot[] {
  const positions = [...book.positions.values()].sort(
    (a, b) => compareTexts(a.account, b.account) || compareTexts(a.assetId, b.assetId),
  );
  return positions.flatMap((position) =>
    position.lots().map(({ transactionId, date, quantity, cost, currency }) => ({
      account: position.account,
      assetId: position.assetId,
      transactionId,
      date,
      quantity,
      cost: knownOrNull(cost),
      unitCost: knownOrNull(unitCostOf(cost, quantity)),
      currency,
    })),
  );
}

/** A quotient that nothing is reckoned from: 30 digits say all of it, in half the time of 60. */
const Quotient = Money.clone({ precision: 30 });

function unitCostOf(cost: Money, quantity: Money): Money {
  return new Money(Quotient.div(cost, quantity));
}

/** Lots stand together by account and asset, oldest first. */
function describeHoldings(lots: readonly Lot[]): Holding[] {
  const holdings: { account: string; assetId: string; since: string; lots: Lot[] }[] = [];
  for (const lot of lots) {
    const last = holdings.at(-1);
    if (last?.account === lot.account && last.assetId === lot.assetId) last.lots.push(lot);
    else holdings.push({ account: lot.account, assetId: lot.assetId, since: lot.date, lots: [lot] });
  }
  return holdings.map(({ account, assetId, since, lots }) => ({
    account,
    assetId,
    quantity: sumOf(lots.map(({ quantity }) => quantity)),
    costs: sumCosts(lots),
    since,
  }));
}

function describeAssets(holdings: readonly Holding[]): AssetHolding[] {
  const assets = new Map<string, { quantity: Money; costs: CostInCurrency[] }>();
  for (const { assetId, quantity, costs } of holdings) {
    const asset = assets.get(assetId);
    if (asset === undefined) assets.set(assetId, { quantity, costs: [...costs] });
    else {
      asset.quantity = asset.quantity.plus(quantity);
      asset.costs.push(...costs);
    }
  }
  return Array.from(assets, ([assetId, { quantity, costs }]) => ({ assetId, quantity, costs: sumCosts(costs) })).sort(
    (a, b) => compareTexts(a.assetId, b.assetId),
  );
}

/** By currency; one cost that is not known makes the sum unknown. */
function sumCosts(parts: readonly CostInCurrency[]): CostInCurrency[] {
  const sums = new Map<string, Money | null>();
  for (const { currency, cost } of parts) {
    const sum = sums.get(currency);
    if (sum === undefined) sums.set(currency, cost);
    else sums.set(currency, sum === null || cost === null ? null : sum.plus(cost));
  }
  return Array.from(sums, ([currency, cost]) => ({ currency, cost })).sort((a, b) =>
    compareTexts(a.currency, b.currency),
  );
}

const sumOf = (parts: readonly Money[]): Money => parts.reduce((sum, part) => sum.plus(part), new Money(0));

/** By code unit, so that the order does not depend on where the server runs. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
