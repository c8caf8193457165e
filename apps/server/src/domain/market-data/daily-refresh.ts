/**
 * Asks once a day for the prices and exchange rates of everybody who follows assets, as a job in their name. Every replica looks;
 * the one that leads asks, and the table of jobs tells whether it was asked already.
 */
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logging.ts';
import { asServer } from '../../core/request-context.ts';
import type { SendJob } from '../jobs/send-job.ts';
import type { Leadership } from '../live/ports.ts';
import type { Transactions } from '../transactions/ports.ts';

export interface DailyRefreshParts {
  readonly leadership: Pick<Leadership, 'isLeader'>;
  /** Owners of assets that nobody has asked a provider for since then, and who have not asked for a refresh since then. */
  readonly ownersDue: (since: Date) => Promise<readonly string[]>;
  readonly sendJob: SendJob;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** Within these minutes of becoming due: owners who are due together do not ask together. */
const lookEveryMs = 600_000;
/** A little less than a day, so that it does not wander through the day with each look. */
const restMs = 23.5 * 3_600_000;
/** Of those that are due, a few at each look: a provider sees a morning and not a storm. */
const ownersAtOnce = 20;

export class DailyRefresh {
  readonly #parts: DailyRefreshParts;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: DailyRefreshParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => {
      this.#looking = this.look();
    }, lookEveryMs).unref();
  }

  /** Never rejects: without a database nothing is due. */
  async look(): Promise<void> {
    const { leadership, ownersDue, sendJob, transactions, clock, log } = this.#parts;
    if (!leadership.isLeader()) return;
    try {
      const since = new Date(clock.now().getTime() - restMs);
      const owners = await asServer(() => ownersDue(since));
      for (const ownerId of owners.slice(0, ownersAtOnce)) {
        await asServer(() => transactions.run(() => sendJob(ownerId, 'refresh-prices', {})));
      }
    } catch (error) {
      log.warn({ err: error }, 'The daily refresh of prices could not be asked for; later again.');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}
