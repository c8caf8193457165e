/** The ledger replayed: holdings, lots, cash, results and flows follow from the transactions, and from nothing else. */
import type { LedgerEntry, LedgerOptions, LedgerResult, LedgerStep } from './ledger-types.ts';

export type * from './ledger-types.ts';

/** Replays all entries, in any order given, and answers with the state after the last one. */
export function replayLedger(_entries: readonly LedgerEntry[], _options: LedgerOptions = {}): LedgerResult {
  throw new Error('replayLedger: the rules follow');
}

/** Replays date by date: one step for each date that has entries, in order. */
export function walkLedger(
  _entries: readonly LedgerEntry[],
  _options: LedgerOptions = {},
): Generator<LedgerStep, void> {
  throw new Error('walkLedger: the rules follow');
}
