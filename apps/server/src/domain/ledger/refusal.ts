/** A transaction that cannot be, thrown before anything of it has changed the ledger, and caught by the replay. */
import type { LedgerEntry, LedgerProblem } from './ledger-types.ts';

export class LedgerRefusal extends Error {
  /** JSON pointer into the content of the transaction. */
  readonly field: string;
  readonly value: string | undefined;
  readonly remedy: string;

  constructor(field: string, message: string, remedy: string, value?: string) {
    super(message);
    this.name = 'LedgerRefusal';
    this.field = field;
    this.value = value;
    this.remedy = remedy;
  }
}

/** The refusal as a detail of a problem, which names the transaction. */
export function problemOf(entry: LedgerEntry, { field, message, remedy, value }: LedgerRefusal): LedgerProblem {
  const { id: entryId, content } = entry;
  return { entryId, date: content.date, field, message, remedy, ...(value !== undefined && { value }) };
}
