/** Tickets that open the live connection: a WebSocket cannot send the header that everything else is signed in by. */
import type { SessionEndReason } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { UserActor } from '../../core/request-context.ts';
import type { RandomTokens } from '../cryptography/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { StreamHolder, StreamTicketRepository } from './ports.ts';

/** Long enough to open a connection, and of no use to whoever finds it in a log afterwards. */
const ticketMs = 30_000;

export interface StreamParts {
  readonly tickets: StreamTicketRepository;
  readonly transactions: Pick<Transactions, 'asSystem'>;
  readonly randomTokens: RandomTokens;
  readonly clock: Clock;
}

export interface StreamService {
  createTicket(actor: UserActor): Promise<{ readonly ticket: string; readonly expiresAt: Date }>;
  /** @throws ProblemError `sign-in-required` when the ticket is not good (any more), whatever the reason. */
  open(ticket: string): Promise<StreamHolder>;
  /** Those of the sessions that are over. */
  endedAmong(sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionEndReason>>;
  forgetExpired(): Promise<void>;
}

export function createStreamService({ tickets, transactions, randomTokens, clock }: StreamParts): StreamService {
  return {
    async createTicket(actor) {
      const ticket = randomTokens.create();
      const expiresAt = new Date(clock.now().getTime() + ticketMs);
      const tokenHash = randomTokens.digest(ticket);
      await transactions.asSystem(() => tickets.insert({ tokenHash, sessionId: actor.sessionId, expiresAt }));
      return { ticket, expiresAt };
    },
    async open(ticket) {
      const holder = await transactions.asSystem(() => tickets.take(randomTokens.digest(ticket), clock.now()));
      if (holder !== null) return holder;
      const detail =
        'The ticket is not good (any more): each opens one connection, within 30 seconds. Ask for a new one.';
      throw new ProblemError('sign-in-required', detail);
    },
    endedAmong: (sessionIds) => transactions.asSystem(() => tickets.endedAmong(sessionIds, clock.now())),
    forgetExpired: () => transactions.asSystem(() => tickets.deleteExpired(clock.now())),
  };
}
