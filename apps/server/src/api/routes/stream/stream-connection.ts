/** One live connection: what it says has an order, and what it hears is read strictly and in order. */
import type { WebSocket } from '@fastify/websocket';
import { type StreamRequest, streamRequest } from '@riskoptimizer/contracts';
import { ProblemError } from '../../../core/errors.ts';
import type { LiveDesk } from '../../../domain/live/live-desk.ts';
import type { EventFrame, QuoteFrame, RefusedTopic, Subscriber } from '../../../domain/live/subscriber.ts';
import { parseStrictJson } from '../../../domain/requests/strict-json.ts';
import type { StreamHolder } from '../../../domain/stream/ports.ts';
import { closeCodes, type StreamLimits } from './stream-limits.ts';
import { type Said, StreamOutbox } from './stream-outbox.ts';

export type StreamDesk = Pick<LiveDesk, 'subscribe' | 'unsubscribe' | 'resume' | 'leave'>;

export class StreamConnection implements Subscriber {
  readonly holder: StreamHolder;
  readonly #socket: WebSocket;
  readonly #limits: StreamLimits;
  readonly #desk: StreamDesk;
  readonly #outbox: StreamOutbox;
  #waitsForPong = false;
  #pongCount = 0;
  /** Messages it may send at once; more come back with time. */
  #messagesLeft: number;
  #heardMs = performance.now();
  /** One message after the other: what is unsubscribed was subscribed before. */
  #work: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, holder: StreamHolder, limits: StreamLimits, desk: StreamDesk) {
    this.holder = holder;
    this.#socket = socket;
    this.#limits = limits;
    this.#desk = desk;
    this.#outbox = new StreamOutbox(socket, limits);
    this.#messagesLeft = limits.messagesAtOnce;
    socket.on('message', (data, isBinary) => this.#hear(data as Buffer, isBinary));
    socket.on('ping', () => this.close(closeCodes.notAllowed, 'A client does not ping.'));
    socket.on('pong', () => this.#hearPong());
    socket.on('close', () => desk.leave(this));
    // A message that is too large, or no WebSocket at all: the socket closes itself and says why.
    socket.on('error', () => this.#endSoon());
  }

  get userId(): string {
    return this.holder.userId;
  }

  get sessionId(): string {
    return this.holder.sessionId;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  say(message: Said): void {
    this.#outbox.say(message);
  }

  subscribed(topics: readonly string[]): void {
    this.say({ type: 'subscribed', topics: [...topics] });
  }

  refused(topics: readonly RefusedTopic[]): void {
    this.say({ type: 'refused', topics: [...topics] });
  }

  closed(topics: readonly RefusedTopic[]): void {
    this.#outbox.forget(topics.map(({ topic }) => topic));
    this.say({ type: 'closed', topics: [...topics] });
  }

  quotes(frame: QuoteFrame): void {
    this.#outbox.quotes(frame);
  }

  portfolio(topic: string, text: string): void {
    this.#outbox.portfolio(topic, text);
  }

  event(frame: EventFrame): void {
    this.#outbox.event(frame);
  }

  notKept(topic: string): void {
    this.say({ type: 'gap', topic, from: null, to: null, reason: 'not-kept' });
  }

  resumed(): void {
    this.say({ type: 'resumed' });
  }

  /** Ends the connection when the last ping was not answered, and pings again otherwise. */
  beat(): void {
    if (!this.isOpen) return;
    if (this.#waitsForPong) {
      this.#socket.terminate();
      return;
    }
    this.#waitsForPong = true;
    this.#pongCount = 0;
    this.#socket.ping();
  }

  /** Cuts off a client that has not kept up for a while. */
  endIfSlow(): void {
    const since = this.#outbox.slowSinceMs;
    if (since !== null && performance.now() - since > this.#limits.slowMs)
      this.close(closeCodes.tooSlow, 'Too slow: what was told was not read.');
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    this.#desk.leave(this);
    this.#endSoon();
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (!this.isOpen) return;
    if (!this.#mayHear()) return this.close(closeCodes.notAllowed, 'Too many messages.');
    if (isBinary) return this.close(closeCodes.notAllowed, 'Expected JSON as text, not bytes.');
    const request = readRequest(data.toString());
    if (typeof request === 'string') return this.close(closeCodes.notAllowed, request);
    this.#work = this.#work.then(() => this.#carryOut(request)).catch(() => this.#socket.terminate());
  }

  async #carryOut(request: StreamRequest): Promise<void> {
    if (!this.isOpen) return;
    if (request.type === 'subscribe') await this.#desk.subscribe(this, request.topics);
    else if (request.type === 'resume') this.#desk.resume(this, request.after);
    else {
      this.#outbox.forget(request.topics);
      this.#desk.unsubscribe(this, request.topics);
    }
  }

  /** A bucket of messages that fills again with time. */
  #mayHear(): boolean {
    const now = performance.now();
    const { messagesAtOnce, messagesPerSecond } = this.#limits;
    const refilled = this.#messagesLeft + ((now - this.#heardMs) / 1_000) * messagesPerSecond;
    this.#messagesLeft = Math.min(messagesAtOnce, refilled) - 1;
    this.#heardMs = now;
    return this.#messagesLeft >= 0;
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

/** Bytes of the reason of a closing frame (RFC 6455, section 5.5). */
const reasonBytesMax = 123;

/** What a client asks for, or why it is not that: short enough to be the reason of a closing. */
function readRequest(text: string): StreamRequest | string {
  try {
    const read = streamRequest.safeParse(parseStrictJson(text));
    if (read.success) return read.data;
    const { path, message } = read.error.issues[0]!;
    return clip(`Not a message: ${path.length === 0 ? '' : `/${path.join('/')} `}${message}`);
  } catch (error) {
    if (error instanceof ProblemError) return clip(error.message);
    throw error;
  }
}

function clip(reason: string): string {
  const ascii = reason.replace(/[^\x20-\x7e]/g, '?');
  return ascii.length <= reasonBytesMax ? ascii : `${ascii.slice(0, reasonBytesMax - 3)}...`;
}
