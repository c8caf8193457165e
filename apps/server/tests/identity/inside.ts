/** Identity without HTTP, as a further process on the database of an application: for thousands of tries, and for inner doors. */
import { pino } from 'pino';
import { type IdentityFoundation, layFoundation } from '../../src/compose-identity.ts';
import type { Clock } from '../../src/core/clock.ts';
import { loadConfig } from '../../src/core/config.ts';
import { openDatabase } from '../../src/infrastructure/database/connection.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import type { TestApplication } from '../api/test-application.ts';

export interface Inside {
  readonly foundation: IdentityFoundation;
  close(): Promise<void>;
}

export async function openInside(application: TestApplication, { clock }: { clock: Clock }): Promise<Inside> {
  const log = pino({ level: 'silent' });
  const database = openDatabase(application.connectionString, { log });
  const transactions = createTransactions(database.orm, createAppendEvents(clock));
  const parts = { ...application.parts, log, clock, database };
  const foundation = await layFoundation(loadConfig({ RISKOPTIMIZER_BCRYPT_ROUNDS: '10' }), parts, transactions);
  return {
    foundation,
    close: async () => {
      await foundation.endings.close();
      foundation.fieldKeys.close();
      await database.close();
    },
  };
}
