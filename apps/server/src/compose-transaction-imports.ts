/** Puts together the import of files of transactions: previews, saved mappings, and what is remembered of securities. */
import type { Repositories } from './compose-repositories.ts';
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import { createImportMappingService } from './domain/transaction-imports/import-mapping-service.ts';
import { createTransactionImportService } from './domain/transaction-imports/transaction-import-service.ts';
import type { LedgerService } from './domain/transaction-ledger/ledger-service.ts';
import {
  createAssetAliasRepository,
  createImportMappingRepository,
} from './infrastructure/database/repositories/import-mapping-repository.ts';
import { createLedgerRepository } from './infrastructure/database/repositories/ledger-repository.ts';
import { createTransactionImportRepository } from './infrastructure/database/repositories/transaction-import-repository.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

/** Reading the largest file takes a worker thread that long on a slow machine. */
const readTimeoutMs = 100_000;

interface Needs extends Repositories {
  readonly access: ObjectAccess;
  readonly ledgerService: Pick<LedgerService, 'createMany'>;
}

export function composeTransactionImports({ database: { orm }, clock, compute }: ServerParts, needs: Needs) {
  const mappings = createImportMappingRepository(orm);
  return {
    transactionImports: createTransactionImportService({
      ...needs,
      transactionImports: createTransactionImportRepository(orm),
      mappings,
      aliases: createAssetAliasRepository(orm),
      ledger: createLedgerRepository(orm),
      read: (input) => compute.run('read-transaction-file', input, { timeoutMs: readTimeoutMs }),
      clock,
      createId,
    }),
    importMappings: createImportMappingService({ mappings, transactions: needs.transactions, clock }),
  };
}
