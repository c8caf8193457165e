/** What a ledger comes to, in plain values that a worker thread can answer with: its problems, and what is held at its end. */
import { type LedgerEntry, type LedgerProblem, replayLedger } from '../ledger/ledger.ts';

export interface LedgerOutcome {
  readonly problems: readonly LedgerProblem[];
  /** In all accounts together, as decimals; negative of short positions. */
  readonly quantities: readonly { readonly assetId: string; readonly quantity: string }[];
}

/** Specific lots are checked by that method alone; quantities and cash are the same by each. */
export function ledgerOutcome(entries: readonly LedgerEntry[]): LedgerOutcome {
  const { problems, assets } = replayLedger(entries, { method: 'specific' });
  return { problems, quantities: assets.map(({ assetId, quantity }) => ({ assetId, quantity: quantity.toFixed() })) };
}
