/**
 * Live data by topic: who wants what is subscribed once however many want it, asked for again after a reconnection, and the
 * newest value of each is at hand. Nothing of it is needed for a page to work; it is only newer than what the page has read.
 */
import {
  type LivePortfolio,
  type LiveQuote,
  type StreamMessage,
  streamTopicsMax,
  type TopicRefusal,
} from '@riskoptimizer/contracts';
import { type LiveStatus, LiveStream, type LiveStreamOptions } from './stream.ts';

export interface LiveClientOptions extends Pick<LiveStreamOptions, 'origin' | 'ticket' | 'connect'> {
  /** Everything that is said, such as the end of the session. */
  readonly onMessage?: (message: StreamMessage) => void;
}

type Listener = (message: StreamMessage) => void;

/** Topics that come and go while a page is made are asked for once. */
const gatherMs = 30;
const retryMs = 5_000;
/** Events that are known, so that what a reconnection tells again is not told twice. */
const knownEventsMax = 1_000;

export class LiveClient {
  readonly #stream: LiveStream;
  readonly #options: LiveClientOptions;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #statusListeners = new Set<() => void>();
  readonly #quotes = new Map<string, LiveQuote>();
  readonly #portfolios = new Map<string, LivePortfolio>();
  readonly #refusals = new Map<string, TopicRefusal>();
  /** What the server was asked for on this connection. */
  readonly #asked = new Set<string>();
  readonly #knownEvents = new Set<string>();
  #lastEvent: string | null = null;
  #status: LiveStatus = 'connecting';
  #gathering: ReturnType<typeof setTimeout> | null = null;
  #retrying: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    const { origin, ticket, connect } = options;
    this.#stream = new LiveStream({
      origin,
      ticket,
      ...(connect === undefined ? {} : { connect }),
      onMessage: (message) => this.#hear(message),
      onStatus: (status) => this.#become(status),
    });
  }

  get status(): LiveStatus {
    return this.#status;
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => void this.#statusListeners.delete(listener);
  }

  /** Hears of topics until the function that is returned is called: messages about them, gaps, refusals and their end. */
  watch(topics: readonly string[], listener: Listener): () => void {
    for (const topic of topics) {
      const listeners = this.#listeners.get(topic) ?? new Set();
      this.#listeners.set(topic, listeners.add(listener));
    }
    this.#askSoon();
    return () => {
      for (const topic of topics) {
        const listeners = this.#listeners.get(topic);
        listeners?.delete(listener);
        if (listeners?.size === 0) this.#listeners.delete(topic);
      }
      this.#askSoon();
    };
  }

  /** The newest; null while there is none, or nobody watches it. */
  quoteOf(assetId: string): LiveQuote | null {
    return this.#quotes.get(assetId) ?? null;
  }

  portfolioOf(portfolioId: string): LivePortfolio | null {
    return this.#portfolios.get(portfolioId) ?? null;
  }

  /** Why nothing is heard of a topic; null when nothing is against it. */
  refusalOf(topic: string): TopicRefusal | null {
    return this.#refusals.get(topic) ?? null;
  }

  close(): void {
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    if (this.#retrying !== null) clearTimeout(this.#retrying);
    this.#stream.close();
  }

  #become(status: LiveStatus): void {
    this.#status = status;
    if (status !== 'open') this.#asked.clear();
    for (const listener of this.#statusListeners) listener();
  }

  #askSoon(): void {
    this.#gathering ??= setTimeout(() => this.#ask(), gatherMs);
  }

  /** Makes what is subscribed what is wanted. */
  #ask(): void {
    this.#gathering = null;
    if (this.#status !== 'open') return;
    const unwanted = [...this.#asked].filter((topic) => !this.#listeners.has(topic));
    const wanted = [...this.#listeners.keys()].filter((topic) => !this.#asked.has(topic));
    for (const topic of unwanted) this.#forget(topic);
    for (const topics of parts(unwanted)) this.#stream.send({ type: 'unsubscribe', topics });
    for (const topics of parts(wanted)) this.#stream.send({ type: 'subscribe', topics });
    for (const topic of wanted) this.#asked.add(topic);
  }

  #forget(topic: string): void {
    this.#asked.delete(topic);
    this.#refusals.delete(topic);
    const [kind, id] = topic.split(':');
    if (kind === 'quotes') this.#quotes.delete(id!);
    if (kind === 'portfolio') this.#portfolios.delete(id!);
  }

  #hear(message: StreamMessage): void {
    this.#options.onMessage?.(message);
    switch (message.type) {
      case 'hello':
        this.#ask();
        if (this.#lastEvent !== null) this.#stream.send({ type: 'resume', after: this.#lastEvent });
        return;
      case 'quotes':
        for (const quote of message.quotes) this.#quotes.set(quote.assetId, quote);
        return this.#tell(
          message.quotes.map(({ assetId }) => `quotes:${assetId}`),
          message,
        );
      case 'portfolio': {
        const { type: _, sequence: __, ...portfolio } = message;
        this.#portfolios.set(portfolio.portfolioId, portfolio);
        return this.#tell([`portfolio:${portfolio.portfolioId}`], message);
      }
      case 'subscribed':
        for (const topic of message.topics) this.#refusals.delete(topic);
        return this.#tell(message.topics, message);
      case 'refused':
      case 'closed':
        return this.#hearRefusal(message);
      case 'job':
      case 'alert':
        return this.#hearEvent(`${message.type}s`, message);
      case 'limit':
        return this.#hearEvent(`limits:${message.portfolioId}`, message);
      case 'gap':
        return this.#tell(message.topic === 'quotes' ? [] : [message.topic], message);
      case 'resumed':
      case 'session-ended':
    }
  }

  #hearRefusal(message: Extract<StreamMessage, { type: 'refused' | 'closed' }>): void {
    for (const { topic, reason } of message.topics) {
      this.#forget(topic);
      this.#refusals.set(topic, reason);
      // Asked for already, and not again: unless the server said to.
      if (reason !== 'try-later') this.#asked.add(topic);
    }
    this.#tell(
      message.topics.map(({ topic }) => topic),
      message,
    );
    if (message.topics.some(({ reason }) => reason === 'try-later'))
      this.#retrying ??= setTimeout(() => {
        this.#retrying = null;
        this.#ask();
      }, retryMs);
  }

  #hearEvent(topic: string, message: Extract<StreamMessage, { event: string }>): void {
    if (this.#knownEvents.has(message.event)) return;
    this.#knownEvents.add(message.event);
    if (this.#knownEvents.size > knownEventsMax) {
      const [oldest] = this.#knownEvents;
      this.#knownEvents.delete(oldest!);
    }
    // Their ids grow with time; one that was told late must not turn the clock back.
    if (this.#lastEvent === null || message.event > this.#lastEvent) this.#lastEvent = message.event;
    this.#tell([topic], message);
  }

  /** Each listener once, however many of its topics the message is about. */
  #tell(topics: readonly string[], message: StreamMessage): void {
    const listeners = new Set<Listener>();
    for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) listeners.add(listener);
    for (const listener of listeners) listener(message);
  }
}

function parts(topics: readonly string[]): string[][] {
  const count = Math.ceil(topics.length / streamTopicsMax);
  return Array.from({ length: count }, (_, index) =>
    topics.slice(index * streamTopicsMax, (index + 1) * streamTopicsMax),
  );
}
