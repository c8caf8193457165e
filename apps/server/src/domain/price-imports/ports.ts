/** What imports of price files need from a database. */
import type { PriceImport, PriceImportResult } from '@riskoptimizer/contracts';
import type { Transaction } from '../transactions/ports.ts';

export interface NewPriceImport {
  readonly preview: PriceImport;
  readonly fileSha256: string;
  /** Compressed prices, as packPrices makes them. */
  readonly staged: Uint8Array;
}

export interface StagedImport {
  readonly preview: PriceImport;
  readonly fileSha256: string | null;
  /** Null once committed. */
  readonly staged: Uint8Array | null;
  /** Of a job that committed it; null of one that was committed without a job, and before. */
  readonly committed: CommittedByJob | null;
}

/** What a job stored, kept as long as the preview. */
export interface CommittedByJob {
  readonly jobId: string;
  readonly stored: Omit<PriceImportResult, 'import'>;
}

export interface PriceImportRepository {
  insert(ownerId: string, created: NewPriceImport): Promise<void>;
  /** The preview with its present status; null when there is none or it has expired. */
  find(ownerId: string, importId: string, now: Date): Promise<PriceImport | null>;
  /** With its prices, locked until the transaction ends. */
  lock(ownerId: string, importId: string, now: Date, transaction: Transaction): Promise<StagedImport | null>;
  /** Keeps the preview and drops the prices. */
  markCommitted(
    ownerId: string,
    importId: string,
    committed: CommittedByJob | null,
    now: Date,
    transaction: Transaction,
  ): Promise<void>;
  /** What was deleted, without its prices; null when there was none. */
  delete(ownerId: string, importId: string): Promise<Omit<StagedImport, 'staged' | 'committed'> | null>;
  /** Forgets what has expired, of every owner; answers how many. */
  deleteExpired(now: Date): Promise<number>;
}
