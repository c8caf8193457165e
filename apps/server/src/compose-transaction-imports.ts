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

interface Needs extends Repositories {
  readonly access: ObjectAccess;
  readonly ledgerService: Pick<LedgerService, 'createMany'>;
}

export function composeTransactionImports({ database: { orm }, clock }: ServerParts, needs: Needs) {
  const mappings = createImportMappingRepository(orm);
  return {
    transactionImports: createTransactionImportService({
      ...needs,
      transactionImports: createTransactionImportRepository(orm),
      mappings,
      aliases: createAssetAliasRepository(orm),
      ledger: createLedgerRepository(orm),
      clock,
      createId,
    }),
    importMappings: createImportMappingService({ mappings, transactions: needs.transactions, clock }),
  };
}
