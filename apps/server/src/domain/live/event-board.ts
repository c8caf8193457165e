/** Jobs, alerts and limits: told once to those who listen, and kept for a while for those who were cut off. */
import { alertNews, jobNews, limitNews } from '@riskoptimizer/contracts';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { createId } from '../../core/ids.ts';
import type { LiveBus } from './ports.ts';
import type { EventFrame, Subscriber } from './subscriber.ts';

/** Something that happened, and who may hear of it. */
export type LiveEvent =
  | { readonly type: 'job'; readonly userId: string; readonly news: z.infer<typeof jobNews> }
  | { readonly type: 'alert'; readonly userId: string; readonly news: z.infer<typeof alertNews> }
  | { readonly type: 'limit'; readonly news: z.infer<typeof limitNews> };

interface KeptEvent {
  readonly id: string;
  /** Its place among all that arrived at this replica. */
  readonly arrival: number;
  readonly frame: EventFrame;
}

interface Listening {
  readonly topic: string;
  /** Events up to here were told to others before this one listened. */
  readonly since: number;
}

/** Of each audience, and audiences. */
const keptMax = 200;
const audiencesMax = 5_000;
/** Replicas hear events of one moment in different orders; within this, an event counts as later. The client knows those it has. */
const overlapMs = 2_000;

const eventItem = z.discriminatedUnion('type', [
  z.strictObject({ id: z.uuid(), type: z.literal('job'), userId: z.uuid(), news: jobNews }),
  z.strictObject({ id: z.uuid(), type: z.literal('alert'), userId: z.uuid(), news: alertNews }),
  z.strictObject({ id: z.uuid(), type: z.literal('limit'), news: limitNews }),
]);

export class EventBoard {
  readonly #bus: LiveBus;
  readonly #clock: Clock;
  readonly #listeners = new Map<string, Map<Subscriber, Listening>>();
  readonly #kept = new LRUCache<string, { events: KeptEvent[]; sinceMs: number }>({ max: audiencesMax });
  readonly #stops: readonly (() => void)[];
  /** Everything that happened since then arrived here. */
  #completeSinceMs: number;
  #forgottenSinceMs = 0;
  #arrivals = 0;

  constructor(bus: LiveBus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
    this.#completeSinceMs = clock.now().getTime();
    this.#stops = [
      bus.subscribe('events', (items) => this.#hear(items)),
      bus.onConnected(() => {
        this.#completeSinceMs = clock.now().getTime();
      }),
    ];
  }

  /** Tells everybody whom it concerns, at all replicas. Call it after the transaction: what is told cannot be taken back. */
  publish(events: readonly LiveEvent[]): void {
    this.#bus.publish(
      'events',
      events.map((event) => ({ id: createId(this.#clock), ...event })),
    );
  }

  listen(subscriber: Subscriber, topic: string, audience: string): void {
    const listeners = this.#listeners.get(audience) ?? new Map<Subscriber, Listening>();
    this.#listeners.set(audience, listeners);
    if (!listeners.has(subscriber)) listeners.set(subscriber, { topic, since: this.#arrivals });
  }

  leave(subscriber: Subscriber, audience: string): void {
    const listeners = this.#listeners.get(audience);
    listeners?.delete(subscriber);
    if (listeners?.size === 0) this.#listeners.delete(audience);
  }

  /** Tells what was kept after an event, of the audiences the subscriber listens to, oldest first. */
  resume(subscriber: Subscriber, after: string, audiences: readonly string[]): void {
    const afterMs = millisecondsOf(after);
    const missed: KeptEvent[] = [];
    for (const audience of audiences) {
      const listening = this.#listeners.get(audience)?.get(subscriber);
      if (listening === undefined) continue;
      const kept = this.#kept.get(audience);
      const keptSinceMs = Math.max(this.#completeSinceMs, kept?.sinceMs ?? this.#forgottenSinceMs);
      // An event that is yet to come is one that nobody ever told of.
      const isUnheardOf = afterMs > this.#clock.now().getTime() + overlapMs;
      if (afterMs < keptSinceMs || isUnheardOf) subscriber.notKept(listening.topic);
      const place = kept?.events.find(({ id }) => id === after)?.arrival ?? 0;
      for (const event of kept?.events ?? []) {
        const isLater = event.arrival > place && millisecondsOf(event.id) >= afterMs - overlapMs;
        const isNearby = event.id !== after && Math.abs(millisecondsOf(event.id) - afterMs) <= overlapMs;
        if ((isLater || isNearby) && event.arrival <= listening.since) missed.push(event);
      }
    }
    for (const { frame } of missed.toSorted((one, other) => one.arrival - other.arrival)) subscriber.event(frame);
    subscriber.resumed();
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #hear(items: readonly unknown[]): void {
    for (const item of items) {
      const { data: event } = eventItem.safeParse(item);
      if (event === undefined) continue;
      const audience = audienceOf(event);
      const topic = event.type === 'limit' ? `limits:${event.news.portfolioId}` : `${event.type}s`;
      const text = JSON.stringify({ event: event.id, ...event.news }).slice(1, -1);
      const frame: EventFrame = { type: event.type, topic, text };
      this.#keep(audience, { id: event.id, arrival: ++this.#arrivals, frame });
      for (const subscriber of this.#listeners.get(audience)?.keys() ?? []) subscriber.event(frame);
    }
  }

  #keep(audience: string, event: KeptEvent): void {
    const kept = this.#kept.get(audience);
    if (kept === undefined) {
      // Of whoever is forgotten to make room nobody can say since when nothing is missing.
      if (this.#kept.size >= audiencesMax) this.#forgottenSinceMs = this.#clock.now().getTime();
      this.#kept.set(audience, { events: [event], sinceMs: this.#forgottenSinceMs });
      return;
    }
    kept.events.push(event);
    if (kept.events.length > keptMax) kept.sinceMs = millisecondsOf(kept.events.shift()!.id) + 1;
  }
}

/** Who hears of jobs and alerts is a person; limits are of a portfolio, and told to its owner. */
export function audienceOfTopic(kind: 'jobs' | 'alerts' | 'limits', id: string): string {
  return `${kind} ${id}`;
}

function audienceOf(event: LiveEvent): string {
  return event.type === 'limit'
    ? audienceOfTopic('limits', event.news.portfolioId)
    : audienceOfTopic(event.type === 'job' ? 'jobs' : 'alerts', event.userId);
}

/** When an id was made (UUID version 7). */
function millisecondsOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
