/**
 * The ledger replayed: holdings, lots, cash, results and flows follow from the transactions, and from nothing else.
 *
 * Pure: the same entries and options give the same answer. A transaction that cannot be is left out as a whole and answered
 * as a problem, so that a service can refuse a new one, or the change of an old one that makes a later one impossible.
 */
import { applyEntry } from './apply-entry.ts';
import { LedgerBook } from './ledger-book.ts';
import { describeBook } from './ledger-result.ts';
import type {
  LedgerEntry,
  LedgerOptions,
  LedgerProblem,
  LedgerResult,
  LedgerStep,
  LedgerWarning,
} from './ledger-types.ts';

export type * from './ledger-types.ts';

/** The order of the ledger: by date, then as entered. */
export function compareEntries(a: LedgerEntry, b: LedgerEntry): number {
  if (a.content.date !== b.content.date) return a.content.date < b.content.date ? -1 : 1;
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** Replays all entries, given in any order, and answers with the state after the last one that `upTo` allows. */
export function replayLedger(entries: readonly LedgerEntry[], options: LedgerOptions = {}): LedgerResult {
  const book = new LedgerBook(options);
  const problems: LedgerProblem[] = [];
  const warnings: LedgerWarning[] = [];
  let lastDate: string | null = null;
  for (const day of replayDays(book, entries)) {
    lastDate = day.date;
    problems.push(...day.problems);
    warnings.push(...warnOfNegativeCash(book, day.date));
  }
  return describeBook(book, { lastDate, problems, warnings });
}

/** Replays date by date: one step for each date that has entries, in order, with what changed and nothing else. */
export function* walkLedger(entries: readonly LedgerEntry[], options: LedgerOptions = {}): Generator<LedgerStep, void> {
  const book = new LedgerBook(options);
  let flowCount = 0;
  let resultCount = 0;
  for (const { date, problems } of replayDays(book, entries)) {
    yield {
      date,
      quantities: new Map(Array.from(book.touchedAssets, (assetId) => [assetId, book.quantities.get(assetId)!])),
      cash: new Map(Array.from(book.touchedCurrencies, (currency) => [currency, book.cash.get(currency)!])),
      externalFlows: book.externalFlows.slice(flowCount),
      realised: book.realised.slice(resultCount),
      problems,
    };
    flowCount = book.externalFlows.length;
    resultCount = book.realised.length;
  }
}

interface ReplayedDay {
  readonly date: string;
  readonly problems: readonly LedgerProblem[];
}

function* replayDays(book: LedgerBook, entries: readonly LedgerEntry[]): Generator<ReplayedDay, void> {
  const ordered = entries.toSorted(compareEntries);
  const { upTo } = book.options;
  let place = 0;
  while (place < ordered.length) {
    const { date } = ordered[place]!.content;
    if (upTo !== undefined && date > upTo) return;
    book.startDate();
    const problems: LedgerProblem[] = [];
    for (; place < ordered.length && ordered[place]!.content.date === date; place += 1) {
      const problem = applyEntry(book, ordered[place]!);
      if (problem !== null) problems.push(problem);
    }
    yield { date, problems };
  }
}

/** Told once, on the date after which the cash of an account is negative, and again when it was not in between. */
function warnOfNegativeCash(book: LedgerBook, date: string): LedgerWarning[] {
  const warnings: LedgerWarning[] = [];
  for (const balance of book.touchedBalances) {
    const isNegative = balance.amount.lt(0);
    if (isNegative && !balance.isToldNegative)
      warnings.push({
        code: 'cash-negative',
        entryId: balance.entryId,
        date,
        field: '/account',
        message: `account ${balance.account} is short of ${balance.amount.abs().toFixed()} ${balance.currency} at the end of ${date}`,
        value: balance.account,
        remedy: 'Enter the deposit, transfer or conversion that is missing, or leave it when money was borrowed.',
      });
    balance.isToldNegative = isNegative;
  }
  return warnings;
}
