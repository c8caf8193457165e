/**
 * What one connection is told, in order. A client that does not keep up is told less, never more slowly: of quotes and values
 * the newest is kept for it, of events the last, and the places of what was left out are named by a gap.
 */
import type { WebSocket } from '@fastify/websocket';
import type { StreamMessage } from '@riskoptimizer/contracts';
import type { EventFrame, QuoteFrame } from '../../../domain/live/subscriber.ts';
import type { StreamLimits } from './stream-limits.ts';

/** A message without its place in the order. */
export type Said = StreamMessage extends infer Each
  ? Each extends StreamMessage
    ? Omit<Each, 'sequence'>
    : never
  : never;

type Socket = Pick<WebSocket, 'bufferedAmount' | 'readyState' | 'OPEN' | 'send' | 'terminate'>;
type Limits = Pick<StreamLimits, 'waitingBytes' | 'waitingBytesMax' | 'waitingEventsMax'>;

export class StreamOutbox {
  readonly #socket: Socket;
  readonly #limits: Limits;
  /** Newest quote by asset, and newest value by topic, of what waits. */
  readonly #quotes = new Map<string, string>();
  readonly #portfolios = new Map<string, string>();
  #events: EventFrame[] = [];
  /** Messages that were left out, by topic. */
  readonly #dropped = new Map<string, number>();
  #quoteFrames = 0;
  #sequence = 0;
  #slowSinceMs: number | null = null;
  readonly #onSent = () => this.#catchUp();

  constructor(socket: Socket, limits: Limits) {
    this.#socket = socket;
    this.#limits = limits;
  }

  /** Since when something waits that could not be sent; null when nothing does. Monotonic milliseconds. */
  get slowSinceMs(): number | null {
    return this.#slowSinceMs;
  }

  /** What cannot wait: answers, and how the connection ends. */
  say(message: Said): void {
    this.#send(JSON.stringify({ ...message, sequence: this.#next() }));
  }

  quotes(frame: QuoteFrame): void {
    if (this.#mayWrite()) {
      this.#sendQuotes(frame.text);
      return;
    }
    this.#wait();
    if (this.#quoteFrames > 0) this.#drop('quotes');
    this.#quoteFrames += 1;
    for (const [assetId, json] of frame.quotes) this.#quotes.set(assetId, json);
  }

  portfolio(topic: string, text: string): void {
    if (this.#mayWrite()) {
      this.#sendBody('portfolio', text);
      return;
    }
    this.#wait();
    if (this.#portfolios.has(topic)) this.#drop(topic);
    this.#portfolios.set(topic, text);
  }

  event(frame: EventFrame): void {
    if (this.#mayWrite()) {
      this.#sendBody(frame.type, frame.text);
      return;
    }
    this.#wait();
    this.#events.push(frame);
    if (this.#events.length > this.#limits.waitingEventsMax) this.#drop(this.#events.shift()!.topic);
  }

  /** What waits of these topics is not for the client any more. */
  forget(topics: readonly string[]): void {
    const gone = new Set(topics);
    for (const topic of gone) {
      this.#portfolios.delete(topic);
      this.#dropped.delete(topic);
      if (topic.startsWith('quotes:')) this.#quotes.delete(topic.slice('quotes:'.length));
    }
    this.#events = this.#events.filter(({ topic }) => !gone.has(topic));
  }

  #mayWrite(): boolean {
    if (this.#slowSinceMs !== null) this.#catchUp();
    return this.#slowSinceMs === null && this.#socket.bufferedAmount <= this.#limits.waitingBytes;
  }

  #wait(): void {
    this.#slowSinceMs ??= performance.now();
  }

  #drop(topic: string): void {
    this.#dropped.set(topic, (this.#dropped.get(topic) ?? 0) + 1);
  }

  /** Tells what waited, as far as the client reads again. */
  #catchUp(): void {
    if (this.#slowSinceMs === null || this.#socket.readyState !== this.#socket.OPEN) return;
    const hasRoom = () => this.#socket.bufferedAmount <= this.#limits.waitingBytes / 2;
    if (!hasRoom()) return;
    for (const [topic, count] of this.#dropped) {
      const from = this.#sequence + 1;
      this.#sequence += count;
      this.say({ type: 'gap', topic, from, to: this.#sequence, reason: 'too-slow' });
    }
    this.#dropped.clear();
    while (this.#events.length > 0 && hasRoom()) {
      const { type, text } = this.#events.shift()!;
      this.#sendBody(type, text);
    }
    for (const [topic, text] of this.#portfolios) {
      if (!hasRoom()) break;
      this.#portfolios.delete(topic);
      this.#sendBody('portfolio', text);
    }
    if (this.#quotes.size > 0 && hasRoom()) {
      const text = [...this.#quotes.values()].join(',');
      this.#quotes.clear();
      this.#quoteFrames = 0;
      this.#sendQuotes(text);
    }
    if (this.#quotes.size + this.#portfolios.size + this.#events.length === 0) {
      this.#slowSinceMs = null;
      this.#quoteFrames = 0;
    }
  }

  #sendQuotes(text: string): void {
    this.#send(`{"type":"quotes","sequence":${this.#next()},"quotes":[${text}]}`);
  }

  #sendBody(type: string, text: string): void {
    this.#send(`{"type":"${type}","sequence":${this.#next()},${text}}`);
  }

  #next(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // It does not read even what it asked for: more would only fill our memory.
    if (this.#socket.bufferedAmount > this.#limits.waitingBytesMax) this.#socket.terminate();
    else this.#socket.send(text, this.#onSent);
  }
}
