/** What a ledger holds on a date: quantity, cost, value and result of every asset, and the cash of every account. */
import type {
  LedgerCash,
  LedgerGap,
  LedgerHolding,
  LedgerHoldings,
  LedgerHoldingsQuery,
} from '@riskoptimizer/contracts';
import type { AssetRecord } from '../assets/asset.ts';
import { type LedgerEntry, type LedgerResult, type Lot, replayLedger } from '../ledger/ledger.ts';
import { daysBetween } from '../ledger/realised-result.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import {
  type BaseAmounts,
  baseAmounts,
  cents,
  realisedInBase,
  replayInBase,
  returnOn,
  staleAfterDays,
  sumOf,
} from './base-amounts.ts';
import { type Income, incomeOf } from './ledger-income.ts';
import { createLedgerQuotes, type LedgerQuotes, type LoadedMarket } from './ledger-market.ts';

export interface HoldingsInput extends LoadedMarket {
  readonly entries: readonly LedgerEntry[];
  readonly date: string;
  readonly costBasis: LedgerHoldingsQuery['costBasis'];
  /** Of one account alone; null of all. */
  readonly account: string | null;
  readonly baseCurrency: string;
}

export type HoldingsView = Pick<LedgerHoldings, 'accounts' | 'simulated' | 'holdings' | 'cash' | 'totals' | 'warnings'>;

/** Values that are shares of a whole are worked out before they are rounded. */
interface Valued<Shown> {
  readonly shown: Omit<Shown, 'weight'>;
  readonly value: Money | null;
}

export function viewHoldings(input: HoldingsInput): HoldingsView {
  const { entries, date, costBasis, account, baseCurrency } = input;
  const quotes = createLedgerQuotes(input.market, entries);
  const base = baseAmounts(quotes.rateOn, baseCurrency);
  const options = { ...quotes, method: costBasis, upTo: date };
  const result = replayLedger(entries, options);
  const inBase = replayInBase(result, entries, options, baseCurrency);
  const isAsked = (one: { readonly account: string }) => account === null || one.account === account;
  const income = incomeOf(entries, date).filter(isAsked);
  const realised = inBase.realised.filter(isAsked);
  const lotsInBase = inBase.lots.filter(isAsked);
  const context: Context = { input, quotes, base, income, realised, lotsInBase };
  const holdings = groupByAsset(result.lots.filter(isAsked)).map((lots) => valueHolding(lots, context));
  const cash = result.cash.filter(isAsked).map((balance) => valueCash(balance, context));
  const values = [...holdings, ...cash].map(({ value }) => value);
  const whole = sumOf(values);
  const weightOf = (value: Money | null) =>
    value === null || whole === null || !whole.gt(0) ? null : value.div(whole).toNumber();
  const shownHoldings = holdings
    .toSorted((one, other) => (other.value ?? smallest).cmp(one.value ?? smallest))
    .map(({ shown, value }) => ({ ...shown, weight: weightOf(value) }));
  const shownCash = cash.map(({ shown, value }) => ({ ...shown, weight: weightOf(value) }));
  return {
    accounts: accountsOf(entries),
    simulated: shownHoldings.some(({ assetId }) => input.records.get(assetId)?.source === 'simulated'),
    holdings: shownHoldings,
    cash: shownCash,
    totals: totalsOf(shownHoldings, shownCash, context),
    warnings: result.warnings
      .filter(({ value }) => account === null || value === account)
      .filter((warning) => isStillNegative(warning, result))
      .map(({ code, entryId, date: since, message, remedy }) => ({
        code,
        transactionId: entryId,
        date: since,
        message,
        remedy: remedy ?? '',
      })),
  };
}

/** Before everything that has a value. */
const smallest = new Money('-1e60');

interface Context {
  readonly input: HoldingsInput;
  readonly quotes: LedgerQuotes;
  readonly base: BaseAmounts;
  readonly income: readonly Income[];
  readonly realised: LedgerResult['realised'];
  /** For the cost in the base currency; the same lots, of the average method each with its part of what was paid in that currency. */
  readonly lotsInBase: readonly Lot[];
}

function groupByAsset(lots: readonly Lot[]): Lot[][] {
  const groups = new Map<string, Lot[]>();
  for (const lot of lots) groups.set(lot.assetId, [...(groups.get(lot.assetId) ?? []), lot]);
  return [...groups.values()];
}

function valueHolding(lots: readonly Lot[], { input, quotes, base, ...context }: Context): Valued<LedgerHolding> {
  const { assetId } = lots[0]!;
  const asset = input.records.get(assetId)!;
  const gaps: LedgerGap[] = [];
  const quantity = lots.reduce((sum, lot) => sum.plus(lot.quantity), new Money(0));
  const found = quotes.priceOn(assetId, input.date);
  addPriceGap(gaps, asset, input.date, found);
  const own = baseAmounts(quotes.rateOn, asset.currency);
  const value = found === null ? null : quantity.mul(found.price);
  const inBase = base.of(value, asset.currency, input.date, gaps);
  if (lots.some(({ cost }) => cost === null))
    gaps.push({ code: 'cost-unknown', ageDays: null, reason: 'the cost of one of its lots is not known' });
  const costIn = (into: BaseAmounts, some: readonly Lot[]) =>
    sumOf(some.map((lot) => into.of(lot.cost, lot.currency, lot.date, gaps)));
  const cost = costIn(own, lots);
  // Also of the lots as they were bought: it is there that a missing rate shows.
  const costAsBought = costIn(base, lots);
  const ofAsset = context.lotsInBase.filter((lot) => lot.assetId === assetId);
  const costInBase = costAsBought === null ? null : costIn(base, ofAsset);
  const isOfAsset = (one: { readonly assetId: string | null }) => one.assetId === assetId;
  const shown = {
    ...describe(asset),
    accounts: [...new Set(lots.map(({ account }) => account))],
    quantity: quantity.toFixed(),
    lotCount: lots.length,
    since: lots.map(({ date }) => date).toSorted()[0]!,
    price:
      found === null
        ? null
        : {
            close: found.price,
            date: found.date,
            ageDays: daysBetween(found.date, input.date),
            source: asset.source,
          },
    inAssetCurrency: {
      ...amounts(cost, value),
      unitCost:
        cost === null || quantity.isZero() ? null : cost.div(quantity).toSignificantDigits(unitCostDigits).toFixed(),
    },
    inBaseCurrency: {
      ...amounts(costInBase, inBase),
      realised: cents(sumOf(context.realised.filter(isOfAsset).map((one) => realisedInBase(one, base).result))),
      dividends: cents(incomeInBase(context.income.filter(isOfAsset), 'dividend', base)),
    },
    gaps,
  };
  return { shown, value: inBase };
}

const unitCostDigits = 15;

function describe({ id, symbol, name, assetClass, sector, country, labels, currency }: AssetRecord) {
  return { assetId: id, symbol, name, assetClass, sector, country, labels: { ...labels }, currency };
}

function amounts(cost: Money | null, value: Money | null) {
  const unrealised = cost === null || value === null ? null : value.minus(cost);
  return {
    cost: cents(cost),
    value: cents(value),
    unrealised: cents(unrealised),
    unrealisedReturn: returnOn(unrealised, cost),
  };
}

function addPriceGap(
  gaps: LedgerGap[],
  { symbol, source, prices }: AssetRecord,
  date: string,
  found: { date: string } | null,
) {
  if (found === null) {
    const known = prices.firstDate === null ? 'it has no prices' : `its prices begin on ${prices.firstDate}`;
    gaps.push({
      code: 'price-missing',
      ageDays: null,
      reason: `${symbol} has no price on or before ${date}: ${known}`,
    });
    return;
  }
  const ageDays = daysBetween(found.date, date);
  // A simulated market ends on a day and does not age: nobody could bring newer prices.
  if (source !== 'simulated' && ageDays > staleAfterDays)
    gaps.push({
      code: 'price-stale',
      ageDays,
      reason: `the last price of ${symbol} on or before ${date} is of ${found.date}`,
    });
}

function valueCash(
  { account, currency, amount }: LedgerResult['cash'][number],
  { input, base }: Context,
): Valued<LedgerCash> {
  const gaps: LedgerGap[] = [];
  const value = base.of(amount, currency, input.date, gaps);
  return { shown: { account, currency, amount: amount.toFixed(), value: cents(value), gaps }, value };
}

export function incomeInBase(income: readonly Income[], kind: Income['kind'], base: BaseAmounts): Money | null {
  return sumOf(
    income.filter((one) => one.kind === kind).map(({ amount, currency, date }) => base.of(amount, currency, date)),
  );
}

/** Sums of what is shown, so that the table adds up. */
function totalsOf(
  holdings: readonly LedgerHolding[],
  cash: readonly LedgerCash[],
  { base, income, realised }: Context,
): LedgerHoldings['totals'] {
  const sumShown = (shown: readonly (string | null)[]) =>
    sumOf(shown.map((text) => (text === null ? null : new Money(text))));
  const inHoldings = sumShown(holdings.map((one) => one.inBaseCurrency.value));
  const inCash = sumShown(cash.map(({ value }) => value));
  const cost = sumShown(holdings.map((one) => one.inBaseCurrency.cost));
  const unrealised = sumShown(holdings.map((one) => one.inBaseCurrency.unrealised));
  const paid = (kind: Income['kind']) => cents(incomeInBase(income, kind, base));
  return {
    holdings: cents(inHoldings),
    cash: cents(inCash),
    total: cents(sumOf([inHoldings, inCash])),
    cost: cents(cost),
    unrealised: cents(unrealised),
    unrealisedReturn: returnOn(unrealised, cost),
    realised: cents(sumOf(realised.map((one) => realisedInBase(one, base).result))),
    dividends: paid('dividend'),
    interest: paid('interest'),
    fees: paid('fee'),
    taxes: paid('tax'),
  };
}

/** A warning of a balance that has recovered since then is history. */
function isStillNegative({ value, message }: LedgerResult['warnings'][number], { cash }: LedgerResult): boolean {
  return cash.some(
    ({ account, currency, amount }) => account === value && amount.lt(0) && message.includes(` ${currency} `),
  );
}

function accountsOf(entries: readonly LedgerEntry[]): string[] {
  const names = entries.flatMap(({ content }) =>
    content.kind === 'transfer' ? [content.fromAccount, content.toAccount] : [content.account],
  );
  return [...new Set(names.filter((name) => name !== null))].sort();
}
