/** What imports of transactions need from a database. Every call is about the rows of one owner. */
import type { SavedImportMapping, TransactionFileMapping, TransactionImportQuery } from '@riskoptimizer/contracts';
import type { Transaction } from '../transactions/ports.ts';
import type { ImportReading, StagedRow } from './import-reading.ts';
import type { ReadImportFile } from './read-import-file.ts';

export interface StagedTransactionImport {
  readonly id: string;
  readonly portfolioId: string;
  readonly fileName: string;
  readonly byteCount: number;
  readonly fileSha256: string;
  readonly status: 'ready' | 'committed';
  readonly reading: ImportReading;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface TransactionImportRepository {
  /** With its rows; in one transaction. */
  insert(
    ownerId: string,
    created: StagedTransactionImport,
    file: Uint8Array,
    rowParts: ReadImportFile['rowParts'],
    transaction: Transaction,
  ): Promise<void>;
  /** Null when there is none or it has expired. */
  find(ownerId: string, importId: string, now: Date): Promise<StagedTransactionImport | null>;
  /** With its file, null once committed; locked until the transaction ends. */
  lock(
    ownerId: string,
    importId: string,
    now: Date,
    transaction: Transaction,
  ): Promise<{ readonly staged: StagedTransactionImport; readonly file: Uint8Array | null } | null>;
  /** One more than the page has, if there are. */
  page(ownerId: string, importId: string, query: TransactionImportQuery): Promise<StagedRow[]>;
  rows(ownerId: string, importId: string, transaction: Transaction): Promise<StagedRow[]>;
  replaceReading(
    ownerId: string,
    importId: string,
    reading: ImportReading,
    rowParts: ReadImportFile['rowParts'],
    transaction: Transaction,
  ): Promise<void>;
  /** Keeps what was read and drops file and rows. */
  markCommitted(ownerId: string, importId: string, transaction: Transaction): Promise<void>;
  delete(ownerId: string, importId: string, transaction: Transaction): Promise<void>;
  /** Forgets what has expired, of every owner; answers how many. */
  deleteExpired(now: Date): Promise<number>;
}

export interface ImportMappingRepository {
  list(ownerId: string): Promise<SavedImportMapping[]>;
  find(ownerId: string, name: string): Promise<TransactionFileMapping | null>;
  put(ownerId: string, saved: SavedImportMapping, transaction: Transaction): Promise<void>;
  /** Whether there was one. */
  delete(ownerId: string, name: string, transaction: Transaction): Promise<boolean>;
}

/** Which assets securities of files were said to be. */
export interface AssetAliasRepository {
  all(ownerId: string): Promise<Map<string, string>>;
  put(ownerId: string, aliases: ReadonlyMap<string, string>, transaction: Transaction): Promise<void>;
}
