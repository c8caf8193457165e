/** Puts together what leaves as a file. */
import type { Repositories } from './compose-repositories.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import { createTransactionExport } from './domain/exports/transaction-export.ts';

export function composeExports(needs: Repositories & { readonly access: ObjectAccess }) {
  return { transactionExport: createTransactionExport(needs) };
}
