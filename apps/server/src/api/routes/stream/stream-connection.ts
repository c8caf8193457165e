/** One live connection: what it says has an order, what it hears is an offence. */
import type { WebSocket } from '@fastify/websocket';
import type { StreamMessage } from '@riskoptimizer/contracts';
import type { StreamHolder } from '../../../domain/stream/ports.ts';
import { closeCodes, type StreamLimits } from './stream-limits.ts';

/** A message without its place in the order. */
type Said = StreamMessage extends infer Each ? (Each extends StreamMessage ? Omit<Each, 'sequence'> : never) : never;

export class StreamConnection {
  readonly holder: StreamHolder;
  readonly #socket: WebSocket;
  readonly #limits: StreamLimits;
  #sequence = 0;
  #waitsForPong = false;
  #pongCount = 0;

  constructor(socket: WebSocket, holder: StreamHolder, limits: StreamLimits) {
    this.holder = holder;
    this.#socket = socket;
    this.#limits = limits;
    socket.on('message', () => this.close(closeCodes.notAllowed, 'Nothing is to be sent here.'));
    socket.on('ping', () => this.close(closeCodes.notAllowed, 'Nothing is to be sent here.'));
    socket.on('pong', () => this.#hearPong());
    // A message that is too large, or no WebSocket at all: the socket closes itself and says why.
    socket.on('error', () => this.#endSoon());
  }

  say(message: Said): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // It does not read: what would be said only fills our memory.
    if (this.#socket.bufferedAmount > this.#limits.waitingBytesMax) this.#socket.terminate();
    else this.#socket.send(JSON.stringify({ ...message, sequence: ++this.#sequence }));
  }

  /** Ends the connection when the last ping was not answered, and pings again otherwise. */
  beat(): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#waitsForPong || this.#socket.bufferedAmount > this.#limits.waitingBytesMax) {
      this.#socket.terminate();
      return;
    }
    this.#waitsForPong = true;
    this.#pongCount = 0;
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    this.#endSoon();
  }

  #hearPong(): void {
    this.#waitsForPong = false;
    this.#pongCount += 1;
    if (this.#pongCount > this.#limits.pongsOfHeartbeat) this.close(closeCodes.notAllowed, 'Too many pongs.');
  }

  /** A client that does not answer the closing would keep the socket open. */
  #endSoon(): void {
    setTimeout(() => this.#socket.terminate(), this.#limits.closingMs).unref();
  }
}
