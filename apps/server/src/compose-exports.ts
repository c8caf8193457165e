/** Puts together what leaves as a file, and everything coming back. */
import type { Repositories } from './compose-repositories.ts';
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import { createEverythingExport } from './domain/exports/everything-export.ts';
import { createEverythingImport } from './domain/exports/everything-import.ts';
import { createTransactionExport } from './domain/exports/transaction-export.ts';
import { createEverythingRepository } from './infrastructure/database/repositories/everything-repository.ts';
import {
  createAssetAliasRepository,
  createImportMappingRepository,
} from './infrastructure/database/repositories/import-mapping-repository.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

/** Reading the largest file takes a worker thread that long on a slow machine. */
const readTimeoutMs = 100_000;

export function composeExports(
  { clock, compute, database: { orm } }: ServerParts,
  needs: Repositories & { readonly access: ObjectAccess },
) {
  const everything = createEverythingRepository(orm, needs.transactions);
  return {
    transactionExport: createTransactionExport(needs),
    everythingExport: createEverythingExport({ ...needs, everything, clock }),
    everythingImport: createEverythingImport({
      ...needs,
      everything,
      mappings: createImportMappingRepository(orm),
      aliases: createAssetAliasRepository(orm),
      clock,
      createId,
      read: (input) => compute.run('read-everything', input, { timeoutMs: readTimeoutMs }),
    }),
  };
}
