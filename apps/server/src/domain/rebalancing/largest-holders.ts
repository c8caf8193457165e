/** For each asset of a ledger the account that holds most of it, which is where it is traded. */
import { type LedgerEntry, replayLedger } from '../ledger/ledger.ts';
import { Money } from '../valuation/decimal-and-number.ts';

export interface LargestHolder {
  readonly assetId: string;
  readonly account: string;
}

export function largestHolders(entries: readonly LedgerEntry[]): LargestHolder[] {
  const most = new Map<string, { account: string; quantity: Money }>();
  for (const { assetId, account, quantity } of replayLedger(entries).holdings)
    if (quantity.gt(most.get(assetId)?.quantity ?? new Money(0))) most.set(assetId, { account, quantity });
  return Array.from(most, ([assetId, { account }]) => ({ assetId, account }));
}
