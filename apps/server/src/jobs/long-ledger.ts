import {
  answerOfLongLedger,
  type LedgerAnswer,
  type LongLedgerInput,
} from '../domain/transaction-ledger/ledger-calculations.ts';

/** What follows from a ledger with many transactions: the views of it, and whether a change of it is possible. */
export function longLedgerJob(input: LongLedgerInput): LedgerAnswer {
  return answerOfLongLedger(input);
}
