/** Trades in the form that the ledger and files of transactions take. */
import type { TransactionInput } from '@riskoptimizer/contracts';
import type { Candidate } from './candidate.ts';
import type { LargestHolder } from './largest-holders.ts';
import type { PlannedTrade, TradePlan } from './plan-trades.ts';

interface Booking {
  readonly date: string;
  /** Of the ledger; empty without one. */
  readonly holders: readonly LargestHolder[];
  /** Where trades are booked; null takes, for each asset, the account that holds most of it. */
  readonly account: string | null;
}

const defaultAccount = 'Main';
/** Digits after the point of a cost in the currency of the asset. */
const costDecimals = 2;

/** One transaction for each trade, in the same order. A cost is turned into the currency of the asset. */
export function tradesAsTransactions(
  candidates: readonly Candidate[],
  { trades }: TradePlan,
  { date, holders, account }: Booking,
): TransactionInput[] {
  const accounts = new Map(holders.map((holder) => [holder.assetId, holder.account]));
  return trades.map(({ index, quantity, cost }: PlannedTrade) => {
    const { asset, close, rate } = candidates[index]!;
    return {
      kind: quantity.lt(0) ? 'sell' : 'buy',
      date,
      account: account ?? accounts.get(asset.id) ?? defaultAccount,
      note: 'Rebalancing',
      externalId: null,
      fee: cost.div(rate).toFixed(costDecimals),
      tax: '0',
      assetId: asset.id,
      quantity: quantity.abs().toFixed(),
      price: close,
      currency: asset.currency,
      ...(quantity.lt(0) && { lots: null }),
    } as TransactionInput;
  });
}
