/** Saved mappings: how a user reads the files of a broker, by a name of their own. */
import type { ImportMappingList, SavedImportMapping, TransactionFileMapping } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { ImportMappingRepository } from './ports.ts';
import { importMappingChanged } from './transaction-import-events.ts';

export interface ImportMappingService {
  list(actor: SignedInActor): Promise<ImportMappingList>;
  put(actor: SignedInActor, name: string, mapping: TransactionFileMapping): Promise<SavedImportMapping>;
  delete(actor: SignedInActor, name: string): Promise<void>;
}

/** Saved mappings of one user. */
const mappingsMax = 100;

export function createImportMappingService(parts: {
  readonly mappings: ImportMappingRepository;
  readonly transactions: Transactions;
  readonly clock: Clock;
}): ImportMappingService {
  const { mappings, transactions, clock } = parts;
  return {
    list: async ({ userId }) => ({ items: await mappings.list(userId) }),

    put: ({ userId }, name, mapping) =>
      transactions.run(async (transaction) => {
        const all = await mappings.list(userId);
        const before = all.find((saved) => saved.name === name)?.mapping ?? null;
        if (before === null && all.length >= mappingsMax) {
          const detail = `There are ${mappingsMax} saved mappings already. Delete one that is not needed any more.`;
          throw new ProblemError('state-conflict', detail);
        }
        const saved = { name, mapping, updatedAt: clock.now().toISOString() };
        await mappings.put(userId, saved, transaction);
        transactions.record(importMappingChanged(userId, name, before, mapping));
        return saved;
      }),

    async delete({ userId }, name) {
      await transactions.run(async (transaction) => {
        const before = await mappings.find(userId, name);
        const isDeleted = await mappings.delete(userId, name, transaction);
        if (!isDeleted) throw new ProblemError('not-found', `There is no saved mapping "${name}".`);
        transactions.record(importMappingChanged(userId, name, before, null));
      });
    },
  };
}
