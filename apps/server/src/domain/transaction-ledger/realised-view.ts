/** What was realised and earned in a window: every closing with its lots, and the sums of each asset. */
import type { RealisedResultShown, RealisedResults, RealisedResultsQuery } from '@riskoptimizer/contracts';
import { type LedgerEntry, type RealisedResult, replayLedger } from '../ledger/ledger.ts';
import { type BaseAmounts, baseAmounts, cents, realisedInBase, replayInBase, sumOf } from './base-amounts.ts';
import { incomeInBase } from './holdings-view.ts';
import { incomeOf } from './ledger-income.ts';
import { createLedgerQuotes, type LoadedMarket } from './ledger-market.ts';

export interface RealisedInput extends LoadedMarket {
  readonly entries: readonly LedgerEntry[];
  /** Null from the beginning. */
  readonly from: string | null;
  readonly to: string;
  readonly costBasis: RealisedResultsQuery['costBasis'];
  readonly baseCurrency: string;
}

export type RealisedView = Pick<RealisedResults, 'items' | 'byAsset' | 'totals'>;

export function viewRealised(input: RealisedInput): RealisedView {
  const { entries, from, to, costBasis, baseCurrency, market, records } = input;
  const quotes = createLedgerQuotes(market, entries);
  const base = baseAmounts(quotes.rateOn, baseCurrency);
  const isAsked = ({ date }: { readonly date: string }) => from === null || date >= from;
  const options = { ...quotes, method: costBasis, upTo: to };
  const result = replayLedger(entries, options);
  const asked = result.realised.filter(isAsked);
  // The same closings in the same order.
  const inBase = replayInBase(result, entries, options, baseCurrency).realised.filter(isAsked);
  const income = incomeOf(entries, to).filter(isAsked);
  const sumRealised = (some: readonly RealisedResult[]) =>
    cents(sumOf(some.map((one) => realisedInBase(one, base).result)));
  const ids = new Set([...asked, ...income.filter(({ kind }) => kind === 'dividend')].map(({ assetId }) => assetId!));
  return {
    items: asked.map((one, index) => presentResult(one, inBase[index]!, base, records.get(one.assetId)!.symbol)),
    byAsset: [...ids]
      .map((assetId) => ({
        assetId,
        symbol: records.get(assetId)!.symbol,
        name: records.get(assetId)!.name,
        realised: sumRealised(inBase.filter((one) => one.assetId === assetId)),
        dividends: cents(
          incomeInBase(
            income.filter((one) => one.assetId === assetId),
            'dividend',
            base,
          ),
        ),
      }))
      .toSorted((one, other) => (one.symbol < other.symbol ? -1 : 1)),
    totals: {
      realised: sumRealised(inBase),
      dividends: cents(incomeInBase(income, 'dividend', base)),
      interest: cents(incomeInBase(income, 'interest', base)),
      fees: cents(incomeInBase(income, 'fee', base)),
      taxes: cents(incomeInBase(income, 'tax', base)),
    },
  };
}

function presentResult(
  one: RealisedResult,
  sameInBase: RealisedResult,
  base: BaseAmounts,
  symbol: string,
): RealisedResultShown {
  const { transactionId, kind, direction, date, account, assetId, currency } = one;
  const inBase = realisedInBase(sameInBase, base);
  return {
    transactionId,
    kind,
    direction,
    date,
    account,
    assetId,
    symbol,
    quantity: one.quantity.toFixed(),
    currency,
    proceeds: cents(one.proceeds),
    cost: cents(one.cost),
    result: cents(one.result),
    inBaseCurrency: { proceeds: cents(inBase.proceeds), cost: cents(inBase.cost), result: cents(inBase.result) },
    reason: one.reason ?? (inBase.result === null ? `a rate to ${base.currency} is missing` : null),
    lots: one.lots.map((lot) => ({
      transactionId: lot.transactionId,
      date: lot.date,
      quantity: lot.quantity.toFixed(),
      amount: cents(lot.amount),
      currency: lot.currency,
      holdingDays: lot.holdingDays,
    })),
  };
}
