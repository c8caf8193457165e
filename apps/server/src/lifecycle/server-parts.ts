/** What the server is made of, and what `compose(config, parts)` makes of it. */
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logging.ts';
import type { MailPort } from '../domain/identity/ports.ts';
import type { RequestCounters } from '../domain/requests/ports.ts';
import type { Cache } from '../infrastructure/cache/cache.ts';
import type { ComputePool } from '../infrastructure/compute/compute-pool.ts';
import type { Secrets } from '../infrastructure/cryptography/secrets.ts';
import type { DatabaseConnection } from '../infrastructure/database/connection.ts';
import type { Jobs } from '../jobs/registry.ts';

/** Opened before `compose` is called and closed after the application: the database is migrated by then. */
export interface ServerParts {
  readonly log: Logger;
  readonly clock: Clock;
  readonly database: DatabaseConnection;
  readonly cache: Cache;
  readonly counters: RequestCounters;
  readonly compute: ComputePool<Jobs>;
  readonly secrets: Secrets;
  readonly mail: MailPort;
  /** A line for the terminal. */
  readonly say: (line: string) => void;
}

/** The composed application: routes over services over the parts. */
export interface Application {
  /**
   * Listens and gives the port taken (with port 0, the one that was free), and a link to make the first account with, as long as
   * there is none. Rejects with the EADDRINUSE or EACCES of Node.
   */
  listen(address: { host: string; port: number }): Promise<{ port: number; setUpLink?: string | null }>;
  /** From now on /health/ready answers 503 and each answer closes its connection; requests are answered as before. */
  beginDrain(): void;
  /** Takes no more requests and resolves when those under way are answered. */
  close(): Promise<void>;
}
