/** All live connections of this process. */
import type { WebSocket } from '@fastify/websocket';
import type { SessionEndReason } from '@riskoptimizer/contracts';
import type { Logger } from '../../../core/logging.ts';
import type { StreamHolder } from '../../../domain/stream/ports.ts';
import { StreamConnection, type StreamDesk } from './stream-connection.ts';
import { closeCodes, type StreamLimits } from './stream-limits.ts';

/** How often it is looked who does not keep up. */
const slowLookMs = 500;

export interface StreamConnectionsParts {
  readonly limits: StreamLimits;
  readonly log: Pick<Logger, 'warn'>;
  readonly desk: StreamDesk;
  /** Those of the sessions that are over. */
  readonly endedAmong: (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, SessionEndReason>>;
}

export class StreamConnections {
  readonly #parts: StreamConnectionsParts;
  readonly #connections = new Set<StreamConnection>();
  readonly #ofUser = new Map<string, number>();
  readonly #timers: readonly NodeJS.Timeout[];
  #failedChecks = 0;
  #isClosed = false;

  constructor(parts: StreamConnectionsParts) {
    this.#parts = parts;
    const { heartbeatMs, sessionCheckMs } = parts.limits;
    this.#timers = [
      setInterval(() => this.#beat(), heartbeatMs).unref(),
      setInterval(() => void this.#checkAll(), sessionCheckMs).unref(),
      setInterval(() => this.#endSlow(), slowLookMs).unref(),
    ];
  }

  get count(): number {
    return this.#connections.size;
  }

  /** Takes on an open socket, or closes it when there are too many. */
  add(socket: WebSocket, holder: StreamHolder): void {
    const { limits, desk } = this.#parts;
    const connection = new StreamConnection(socket, holder, limits, desk);
    const ofUser = this.#ofUser.get(holder.userId) ?? 0;
    if (this.#isClosed) return connection.close(closeCodes.goingAway, 'The server stops.');
    if (ofUser >= limits.connectionsOfUser) return connection.close(closeCodes.tryLater, 'Too many of yours are open.');
    if (this.#connections.size >= limits.connectionsInAll)
      return connection.close(closeCodes.tryLater, 'Too many are open.');
    this.#connections.add(connection);
    this.#ofUser.set(holder.userId, ofUser + 1);
    socket.on('close', () => this.#forget(connection));
    connection.say({ type: 'hello', sessionId: holder.sessionId });
    // The session may have ended after the ticket was taken and before anybody could tell this connection.
    void this.#check([holder.sessionId]);
  }

  endSession(sessionId: string, reason: SessionEndReason): void {
    for (const connection of this.#connections) {
      if (connection.holder.sessionId !== sessionId) continue;
      this.#forget(connection);
      connection.say({ type: 'session-ended', reason });
      connection.close(closeCodes.sessionEnded, reason);
    }
  }

  /** Closes all; those that come later are closed at once. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#closeAll(closeCodes.goingAway, 'The server stops.');
  }

  #forget(connection: StreamConnection): void {
    if (!this.#connections.delete(connection)) return;
    const { userId } = connection.holder;
    const left = (this.#ofUser.get(userId) ?? 1) - 1;
    if (left === 0) this.#ofUser.delete(userId);
    else this.#ofUser.set(userId, left);
  }

  #endSlow(): void {
    for (const connection of this.#connections) connection.endIfSlow();
  }

  #beat(): void {
    for (const connection of this.#connections) connection.beat();
  }

  async #checkAll(): Promise<void> {
    const sessionIds = new Set([...this.#connections].map(({ holder }) => holder.sessionId));
    if (sessionIds.size > 0) await this.#check([...sessionIds]);
  }

  async #check(sessionIds: readonly string[]): Promise<void> {
    try {
      for (const [sessionId, reason] of await this.#parts.endedAmong(sessionIds)) this.endSession(sessionId, reason);
      this.#failedChecks = 0;
    } catch (error) {
      this.#failedChecks += 1;
      if (this.#failedChecks < this.#parts.limits.failedChecksMax) return;
      // Nobody can say whose session still counts, so none does.
      if (this.#connections.size > 0)
        this.#parts.log.warn({ err: error }, 'Sessions cannot be checked; live connections are closed.');
      this.#closeAll(closeCodes.tryLater, 'Sessions cannot be checked.');
    }
  }

  #closeAll(code: number, reason: string): void {
    for (const connection of this.#connections) connection.close(code, reason);
    this.#connections.clear();
    this.#ofUser.clear();
  }
}
