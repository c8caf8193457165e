/** Opens everything the application stands on, in order, and closes it in reverse. */
import { join } from 'node:path';
import { systemClock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import { prepareDataFolder, preparePrivateFolder } from '../core/data-folder.ts';
import { createId } from '../core/ids.ts';
import { openLogFile } from '../core/log-file.ts';
import { createLogger, type Logger } from '../core/logging.ts';
import { StartError } from '../core/start-error.ts';
import type { MailPort } from '../domain/identity/ports.ts';
import { createMemoryCache } from '../infrastructure/cache/memory-cache.ts';
import { createRedisCache } from '../infrastructure/cache/redis-cache.ts';
import { createComputePool } from '../infrastructure/compute/compute-pool.ts';
import { openSecrets } from '../infrastructure/cryptography/secrets.ts';
import { requireRowSecurity } from '../infrastructure/database/application-role.ts';
import { openDatabase } from '../infrastructure/database/connection.ts';
import { migrate, SchemaTooNewError } from '../infrastructure/database/migrate.ts';
import { createMailFolder } from '../infrastructure/mail/mail-folder.ts';
import { createSmtpMail } from '../infrastructure/mail/smtp-mail.ts';
import { createMemoryCounters } from '../infrastructure/request-counting/memory-counters.ts';
import { createRedisCounters } from '../infrastructure/request-counting/redis-counters.ts';
import type { Jobs } from '../jobs/registry.ts';
import { ClosingList } from './closing-list.ts';
import { openDatabaseServer } from './database-server.ts';
import type { ServerParts } from './server-parts.ts';

export interface OpenedParts extends ServerParts {
  readonly databaseDescription: string;
  readonly logPlace: string;
  /** Closes each part, the last first. One that does not close in time does not hold up the others. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly say: (line: string) => void;
  readonly onLost: (error: Error) => void;
}

/** @throws StartError with what to do; what was open by then is closed again. */
export async function openParts(config: Config, options: OpenOptions): Promise<OpenedParts> {
  const closing = new ClosingList();
  try {
    const { log, logPlace } = await openLog(config, closing);
    const server = await openDatabaseServer(config, { log, ...options });
    closing.add('PostgreSQL', () => server.stop());
    const { appliedCount } = await migrate(server.ownerConnectionString).catch(explainMigration);
    if (appliedCount > 0) log.info({ appliedCount }, 'The database was brought to the schema of this version.');
    const database = openDatabase(server.connectionString, { log });
    closing.add('database connections', () => database.close());
    await requireRowSecurity(database.pool);
    const cache =
      config.redisUrl === null ? createMemoryCache(config.cacheBytes) : createRedisCache(config.redisUrl, log);
    closing.add('cache', () => cache.close());
    const counters =
      config.redisUrl === null
        ? createMemoryCounters(systemClock)
        : createRedisCounters(config.redisUrl, systemClock, log);
    closing.add('request counters', () => counters.close());
    const compute = createComputePool<Jobs>({
      threadCount: config.calculationThreads,
      timeoutMs: config.calculationTimeoutMs,
      log,
    });
    closing.add('calculation threads', () => compute.close());
    const secrets = await openSecrets({ dataFolder: config.dataFolder, settings: config.secrets });
    return {
      log,
      clock: systemClock,
      database,
      cache,
      counters,
      compute,
      secrets,
      mail: openMail(config, log),
      say: options.say,
      databaseDescription: server.description,
      logPlace,
      close: () => closing.close(log),
    };
  } catch (error) {
    await closing.close(null);
    throw error;
  }
}

function openMail({ smtp, dataFolder }: Config, log: Logger): MailPort {
  if (smtp !== null) return createSmtpMail({ ...smtp, log });
  return createMailFolder({ folder: join(dataFolder, 'mail'), log, createId });
}

async function openLog(config: Config, closing: ClosingList) {
  if (config.logTo === 'stderr') {
    return { log: createLogger({ level: config.logLevel, destination: process.stderr }), logPlace: 'this terminal' };
  }
  await prepareDataFolder(config.dataFolder, { passable: process.getuid?.() === 0 });
  const folder = join(config.dataFolder, 'logs');
  await preparePrivateFolder(folder);
  const logPlace = join(folder, 'server.log');
  const file = openLogFile(logPlace);
  closing.add('log', async () => file.close());
  return { log: createLogger({ level: config.logLevel, destination: file.destination }), logPlace };
}

function explainMigration(error: unknown): never {
  if (error instanceof SchemaTooNewError) throw new StartError(error.message, { cause: error });
  throw error;
}
