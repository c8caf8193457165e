/** What the ledger of a portfolio needs from a database. Every call is about the rows of one owner. */
import type { TransactionInput, TransactionKind } from '@riskoptimizer/contracts';
import type { Transaction } from '../transactions/ports.ts';

/** A transaction of the ledger as it is stored; `content` and `sequence` say where in the ledger it stands. */
export interface LedgerRecord {
  readonly id: string;
  readonly portfolioId: string;
  readonly ownerId: string;
  readonly sequence: number;
  readonly version: number;
  readonly content: TransactionInput;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Where the page before ended. */
export interface PlaceInLedger {
  readonly date: string;
  readonly sequence: number;
}

export interface LedgerPage {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly kind?: TransactionKind | undefined;
  readonly assetId?: string | undefined;
  readonly account?: string | undefined;
  readonly limit: number;
  readonly after: PlaceInLedger | null;
}

export interface LedgerRepository {
  /** The newest first; one more than the page has, if there are. */
  page(ownerId: string, portfolioId: string, page: LedgerPage): Promise<LedgerRecord[]>;
  /** The whole ledger, in its order. */
  all(ownerId: string, portfolioId: string, transaction?: Transaction): Promise<LedgerRecord[]>;
  find(ownerId: string, portfolioId: string, transactionId: string): Promise<LedgerRecord | null>;
  /** Answers what was stored, in the same order. @throws ProblemError `state-conflict` when an asset is gone. */
  insert(
    ownerId: string,
    portfolioId: string,
    entries: readonly { readonly id: string; readonly sequence: number; readonly content: TransactionInput }[],
    transaction: Transaction,
  ): Promise<LedgerRecord[]>;
  /** Replaces the content and counts the version up. @throws ProblemError as `insert` does. */
  replace(
    ownerId: string,
    portfolioId: string,
    transactionId: string,
    content: TransactionInput,
    transaction: Transaction,
  ): Promise<LedgerRecord>;
  remove(ownerId: string, portfolioId: string, transactionId: string, transaction: Transaction): Promise<void>;
}
