/** All live connections of this process. */
import type { WebSocket } from '@fastify/websocket';
import type { SessionEndReason } from '@riskoptimizer/contracts';
import type { Logger } from '../../../core/logging.ts';
import type { StreamHolder } from '../../../domain/stream/ports.ts';
import { StreamConnection } from './stream-connection.ts';
import { closeCodes, type StreamLimits } from './stream-limits.ts';

export interface StreamConnectionsParts {
  readonly limits: StreamLimits;
  readonly log: Pick<Logger, 'warn'>;
  /** Those of the sessions that are over. */
  readonly endedAmong: (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, SessionEndReason>>;
}

export class StreamConnections {
  readonly #parts: StreamConnectionsParts;
  readonly #connections = new Set<StreamConnection>();
  readonly #timers: readonly NodeJS.Timeout[];
  #failedChecks = 0;
  #isClosed = false;

  constructor(parts: StreamConnectionsParts) {
    this.#parts = parts;
    const { heartbeatMs, sessionCheckMs } = parts.limits;
    this.#timers = [
      setInterval(() => this.#beat(), heartbeatMs).unref(),
      setInterval(() => void this.#checkAll(), sessionCheckMs).unref(),
    ];
  }

  get count(): number {
    return this.#connections.size;
  }

  /** Takes on an open socket, or closes it when there are too many. */
  add(socket: WebSocket, holder: StreamHolder): void {
    const { limits } = this.#parts;
    const connection = new StreamConnection(socket, holder, limits);
    const ofUser = [...this.#connections].filter((one) => one.holder.userId === holder.userId).length;
    if (this.#isClosed) return connection.close(closeCodes.goingAway, 'The server stops.');
    if (ofUser >= limits.connectionsOfUser) return connection.close(closeCodes.tryLater, 'Too many of yours are open.');
    if (this.#connections.size >= limits.connectionsInAll)
      return connection.close(closeCodes.tryLater, 'Too many are open.');
    this.#connections.add(connection);
    socket.on('close', () => this.#connections.delete(connection));
    connection.say({ type: 'hello', sessionId: holder.sessionId });
    // The session may have ended after the ticket was taken and before anybody could tell this connection.
    void this.#check([holder.sessionId]);
  }

  endSession(sessionId: string, reason: SessionEndReason): void {
    for (const connection of this.#connections) {
      if (connection.holder.sessionId !== sessionId) continue;
      this.#connections.delete(connection);
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
  }
}
