/** What the live connection needs to know of sessions. */
import type { SessionEndReason } from '@riskoptimizer/contracts';

export interface StreamTicket {
  readonly tokenHash: Buffer;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** Whose connection it is. */
export interface StreamHolder {
  readonly sessionId: string;
  readonly userId: string;
}

export interface StreamTicketRepository {
  insert(ticket: StreamTicket): Promise<void>;
  /** Uses the ticket up, in one statement. @returns null when it is unknown, used, expired, or its session is over. */
  take(tokenHash: Buffer, now: Date): Promise<StreamHolder | null>;
  deleteExpired(now: Date): Promise<void>;
  /** Those of the sessions that are over, and why. One that is gone altogether counts as expired. */
  endedAmong(sessionIds: readonly string[], now: Date): Promise<ReadonlyMap<string, SessionEndReason>>;
}
