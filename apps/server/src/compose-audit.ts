/** Puts the audit trail together: transactions that write it, heads that prove it, and what reads it. */
import type { Config } from './core/config.ts';
import { type AuditService, createAuditService } from './domain/audit/audit-service.ts';
import { createHeadKeeper } from './domain/audit/head-keeper.ts';
import { createRefusalRecorder, type RefusalRecorder } from './domain/audit/refusals.ts';
import type { Check } from './domain/readiness/readiness.ts';
import type { Transactions } from './domain/transactions/ports.ts';
import { openHeadFile } from './infrastructure/audit/head-file.ts';
import { createAppendEvents, createTrailReader } from './infrastructure/database/repositories/audit-repository.ts';
import { createTrailSearch } from './infrastructure/database/repositories/audit-search-repository.ts';
import { createInstallationRepository } from './infrastructure/database/repositories/installation-repository.ts';
import { createObjectOwners } from './infrastructure/database/repositories/object-owners.ts';
import { createTransactions, type EventsCommitted } from './infrastructure/database/transactions.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

const signEveryMs = 5 * 60_000;
const checkEveryMs = 24 * 3_600_000;
/** A trail that takes longer to read through is checked while the server already answers. */
const startWaitsMs = 2_000;

export interface Audit {
  readonly transactions: Transactions;
  readonly service: AuditService;
  readonly refusals: RefusalRecorder;
  /** Hears of the events of every transaction that was committed here. */
  onCommitted(listener: EventsCommitted): void;
  /** Fails as long as the trail is not what was signed. */
  readonly readiness: Check;
  /** Checks the trail, signs it, and goes on doing so. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** @throws StartError when signed heads cannot be kept. */
export async function composeAudit(config: Config, parts: ServerParts): Promise<Audit> {
  const { clock, log, secrets, say } = parts;
  const { orm } = parts.database;
  const headLog = await openHeadFile(config.auditHeads, secrets.auditSigningKey);
  const { publicKeys } = headLog;
  const signingKey = secrets.auditSigningKey;
  const listeners: EventsCommitted[] = [];
  const transactions = createTransactions(
    orm,
    createAppendEvents(clock, (sequence) => headKeeper.appended(sequence)),
    (events) => {
      for (const listener of listeners) listener(events);
    },
  );
  const trail = createTrailReader(orm);
  const headKeeper = createHeadKeeper({ trail, headLog, signingKey, publicKeys, transactions, clock, log });
  const installation = createInstallationRepository(orm);
  const service = createAuditService({
    trail,
    search: createTrailSearch(orm),
    headKeeper,
    signingKey,
    publicKeys,
    transactions,
    clock,
    installationId: async () => (await installation.find())?.installationId ?? '',
  });
  const refusals = createRefusalRecorder({ transactions, ownerOf: createObjectOwners(orm), clock, log });
  const check = async (): Promise<void> => {
    const found = await headKeeper.check();
    if (found.state === 'broken')
      say(`THE AUDIT TRAIL IS BROKEN. ${found.sentence} See docs/guides/audit-operations.md.`);
  };
  const sign = () =>
    headKeeper.sign().then(
      () => undefined,
      (error: unknown) => log.error({ err: error }, 'The head of the audit trail could not be kept.'),
    );
  const timers: NodeJS.Timeout[] = [];
  return {
    transactions,
    service,
    refusals,
    onCommitted: (listener) => void listeners.push(listener),
    readiness: async () => {
      const found = headKeeper.state();
      if (found.state === 'broken') throw new Error(found.sentence);
      return found.state === 'checking' ? 'The trail is still being checked.' : undefined;
    },
    async start() {
      const logged = () =>
        check().catch((error: unknown) => log.error({ err: error }, 'The audit trail could not be checked.'));
      await Promise.race([logged(), new Promise((resolve) => setTimeout(resolve, startWaitsMs).unref())]);
      await sign();
      timers.push(setInterval(sign, signEveryMs).unref(), setInterval(logged, checkEveryMs).unref());
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await refusals.close();
      await sign();
    },
  };
}
