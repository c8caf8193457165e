/**
 * Where ledgers are replayed. A short one takes a few milliseconds, here and now; a long one would hold up everybody's requests
 * and goes to a worker thread, its transactions as one text: thousands of objects take longer to copy than to write and read.
 */
import type { CostBasisMethod, TransactionInput } from '@riskoptimizer/contracts';
import type { RunCalculation } from '../calculation/ports.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { type LargestHolder, largestHolders } from '../rebalancing/largest-holders.ts';
import { type SaleResult, saleResults } from '../rebalancing/sale-results.ts';
import { type HoldingsInput, type HoldingsView, viewHoldings } from './holdings-view.ts';
import { type LedgerOutcome, ledgerOutcome } from './ledger-outcome.ts';
import { type RealisedInput, type RealisedView, viewRealised } from './realised-view.ts';

/** One question about a ledger, with what it needs beside the entries. */
export type LedgerQuestion =
  | { readonly kind: 'outcome' }
  | { readonly kind: 'holdings'; readonly input: Omit<HoldingsInput, 'entries'> }
  | { readonly kind: 'realised'; readonly input: Omit<RealisedInput, 'entries'> }
  | { readonly kind: 'largest-holders' }
  | { readonly kind: 'sales'; readonly sales: readonly TransactionInput[]; readonly method: CostBasisMethod };

interface Answers {
  readonly outcome: LedgerOutcome;
  readonly holdings: HoldingsView;
  readonly realised: RealisedView;
  readonly 'largest-holders': readonly LargestHolder[];
  readonly sales: readonly (SaleResult | null)[];
}

export type LedgerAnswer = Answers[LedgerQuestion['kind']];

export interface LongLedgerInput {
  readonly question: LedgerQuestion;
  /** The entries, as JSON. */
  readonly entries: string;
}

export type AskLedger = <Kind extends LedgerQuestion['kind']>(
  entries: readonly LedgerEntry[],
  question: Extract<LedgerQuestion, { readonly kind: Kind }>,
  signal?: AbortSignal,
) => Promise<Answers[Kind]>;

/** A replay of so many transactions takes some 25 milliseconds. */
const shortLedgerMax = 2_000;

export function createLedgerCalculations(runLong: RunCalculation<LongLedgerInput, LedgerAnswer>): AskLedger {
  return async <Kind extends LedgerQuestion['kind']>(
    entries: readonly LedgerEntry[],
    question: Extract<LedgerQuestion, { readonly kind: Kind }>,
    signal?: AbortSignal,
  ) => {
    const answer =
      entries.length <= shortLedgerMax
        ? answerOfLedger(entries, question)
        : await runLong({ question, entries: jsonOf(entries) }, signal);
    return answer as Answers[Kind];
  };
}

/** A pure function that runs in a worker thread. */
export function answerOfLongLedger({ question, entries }: LongLedgerInput): LedgerAnswer {
  return answerOfLedger(JSON.parse(entries) as LedgerEntry[], question);
}

function answerOfLedger(entries: readonly LedgerEntry[], question: LedgerQuestion): LedgerAnswer {
  switch (question.kind) {
    case 'outcome':
      return ledgerOutcome(entries);
    case 'holdings':
      return viewHoldings({ ...question.input, entries });
    case 'realised':
      return viewRealised({ ...question.input, entries });
    case 'largest-holders':
      return largestHolders(entries);
    case 'sales':
      return saleResults(entries, question.sales, question.method);
  }
}

function jsonOf(entries: readonly LedgerEntry[]): string {
  return JSON.stringify(entries.map(({ id, sequence, content }) => ({ id, sequence, content })));
}
