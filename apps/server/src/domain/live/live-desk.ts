/** Subscriptions of live connections: taken, refused, and closed when access ends. */
import { streamTopicsMax, type TopicRefusal } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { Logger } from '../../core/logging.ts';
import { audienceOfTopic, type EventBoard } from './event-board.ts';
import type { PortfolioBoard } from './portfolio-board.ts';
import type { AccessChange } from './ports.ts';
import type { QuoteBoard } from './quote-board.ts';
import type { RefusedTopic, Subscriber } from './subscriber.ts';
import type { AllowedTopic, TopicAccess } from './topic-access.ts';
import { parseTopic, type Topic } from './topics.ts';

export interface LiveDesk {
  /** Answers the subscriber itself; never rejects. */
  subscribe(subscriber: Subscriber, topics: readonly string[]): Promise<void>;
  unsubscribe(subscriber: Subscriber, topics: readonly string[]): void;
  resume(subscriber: Subscriber, after: string): void;
  /** The connection is gone. */
  leave(subscriber: Subscriber): void;
  close(): void;
}

export interface LiveDeskParts {
  readonly access: TopicAccess;
  readonly quotes: QuoteBoard;
  readonly portfolios: PortfolioBoard;
  readonly events: EventBoard;
  readonly onAccessChanged: (listener: (change: AccessChange | null) => void) => () => void;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** Shares that run out are noticed within this. */
const expiryLookMs = 500;
/** Should an announcement have been missed. */
const checkAllMs = 60_000;
/** Changes of one moment are looked at together: a hundred shares taken back are one look. */
const gatherMs = 50;

type Subscriptions = Map<string, AllowedTopic>;

export function createLiveDesk(parts: LiveDeskParts): LiveDesk {
  const { access, quotes, portfolios, events, clock, log } = parts;
  const all = new Map<Subscriber, Subscriptions>();
  /** For each question under way, the owners of whom something changed meanwhile; '' stands for anybody. */
  const deciding = new Set<Set<string>>();
  const changedOwners = new Set<string>();
  let isAllChanged = false;
  let gathering: NodeJS.Timeout | null = null;

  function placeAssets(subscriber: Subscriber, own: Subscriptions): void {
    const ids = [...own.values()].flatMap(({ topic }) => (topic.kind === 'quotes' ? [topic.id] : []));
    quotes.setAssets(subscriber, ids);
  }

  function drop(subscriber: Subscriber, own: Subscriptions, text: string): void {
    const held = own.get(text);
    if (held === undefined) return;
    own.delete(text);
    const { topic } = held;
    if (topic.kind === 'quotes') quotes.release(topic.id);
    else if (topic.kind === 'portfolio') portfolios.leave(subscriber, topic.id);
    else events.leave(subscriber, audienceOfTopic(topic.kind, topic.id ?? subscriber.userId));
  }

  /** @returns why it cannot be. */
  async function take(subscriber: Subscriber, own: Subscriptions, allowed: AllowedTopic): Promise<TopicRefusal | null> {
    const { topic, ownerId, asset } = allowed;
    if (topic.kind === 'quotes') {
      if (asset === null || !quotes.isQuoted(asset)) return 'no-live-source';
      quotes.hold(asset);
    } else if (topic.kind === 'portfolio') {
      const refusal = await watchPortfolio(subscriber, topic.text, ownerId, topic.id);
      if (refusal !== null) return refusal;
    } else events.listen(subscriber, topic.text, audienceOfTopic(topic.kind, topic.id ?? subscriber.userId));
    own.set(topic.text, allowed);
    return null;
  }

  async function watchPortfolio(subscriber: Subscriber, text: string, ownerId: string, portfolioId: string) {
    try {
      return (await portfolios.watch(subscriber, text, ownerId, portfolioId)) ? null : 'not-found';
    } catch (error) {
      if (error instanceof ProblemError) return 'no-value';
      throw error;
    }
  }

  /** Decisions that no change of access has overtaken: what was taken back while the database was asked is not believed. */
  async function decide(subscriber: Subscriber, topics: readonly Topic[]) {
    for (;;) {
      const changed = new Set<string>();
      deciding.add(changed);
      try {
        const decisions = await access.decide(subscriber, topics);
        const isOvertaken = decisions.some((one) => 'ownerId' in one && (changed.has(one.ownerId) || changed.has('')));
        if (!isOvertaken) return decisions;
      } finally {
        deciding.delete(changed);
      }
    }
  }

  async function subscribe(subscriber: Subscriber, texts: readonly string[]): Promise<void> {
    if (!subscriber.isOpen) return;
    const own = all.get(subscriber) ?? new Map<string, AllowedTopic>();
    all.set(subscriber, own);
    const { known, asked, refused } = sortTopics(own, texts);
    const taken: Topic[] = [...known];
    for (const decision of await decide(subscriber, asked)) {
      if (!all.has(subscriber)) return;
      if ('refusal' in decision) refused.push({ topic: decision.topic.text, reason: decision.refusal });
      else {
        const refusal = await take(subscriber, own, decision);
        if (refusal === null) taken.push(decision.topic);
        else refused.push({ topic: decision.topic.text, reason: refusal });
      }
    }
    // It went while the last of them was taken: what was taken since is given back.
    if (!all.has(subscriber)) {
      for (const text of own.keys()) drop(subscriber, own, text);
      return;
    }
    if (taken.length > 0) subscriber.subscribed(taken.map(({ text }) => text));
    if (refused.length > 0) subscriber.refused(refused);
    placeAssets(subscriber, own);
    for (const { kind, id } of taken) if (kind === 'portfolio') portfolios.greet(subscriber, id);
  }

  /** Asks anew what a subscriber may hear of, and closes what it may not. */
  async function check(subscriber: Subscriber, isConcerned: (held: AllowedTopic) => boolean): Promise<void> {
    const own = all.get(subscriber);
    if (own === undefined) return;
    const concerned = [...own.values()].filter((held) => held.topic.id !== null && isConcerned(held));
    if (concerned.length === 0) return;
    const decisions = await decide(
      subscriber,
      concerned.map(({ topic }) => topic),
    );
    if (all.get(subscriber) !== own) return;
    const ended: RefusedTopic[] = [];
    for (const decision of decisions) {
      const { text } = decision.topic;
      if ('refusal' in decision) {
        if (!own.has(text)) continue;
        drop(subscriber, own, text);
        ended.push({ topic: text, reason: decision.refusal });
      } else if (own.has(text) && decision.asset !== null && !quotes.isQuoted(decision.asset)) {
        drop(subscriber, own, text);
        ended.push({ topic: text, reason: 'no-live-source' });
      } else if (own.has(text)) {
        own.set(text, decision);
        if (decision.asset !== null) quotes.refresh(decision.asset);
      }
    }
    if (ended.length === 0) return;
    placeAssets(subscriber, own);
    subscriber.closed(ended);
  }

  /** One after the other: a change that concerns everybody must not take every connection of the database. */
  async function checkEach(isConcerned: (held: AllowedTopic) => boolean): Promise<void> {
    for (const subscriber of all.keys()) {
      try {
        await check(subscriber, isConcerned);
      } catch (error) {
        log.warn({ err: error }, 'Access to live data could not be checked; it is checked again.');
      }
    }
  }

  function checkChanged(): void {
    gathering = null;
    const owners = new Set(changedOwners);
    const isAll = isAllChanged;
    changedOwners.clear();
    isAllChanged = false;
    void checkEach(({ ownerId }) => isAll || owners.has(ownerId));
  }

  const stopHearing = parts.onAccessChanged((change) => {
    for (const changed of deciding) changed.add(change?.ownerId ?? '');
    if (change === null) isAllChanged = true;
    else {
      changedOwners.add(change.ownerId);
      if (change.portfolioId !== null) void portfolios.reload(change.portfolioId);
    }
    gathering ??= setTimeout(checkChanged, gatherMs).unref();
  });
  const timers = [
    setInterval(() => {
      const now = clock.now();
      void checkEach(({ until }) => until !== null && until <= now);
    }, expiryLookMs).unref(),
    setInterval(() => void checkEach(() => true), checkAllMs).unref(),
  ];

  return {
    async subscribe(subscriber, texts) {
      try {
        await subscribe(subscriber, texts);
      } catch (error) {
        log.warn({ err: error }, 'A subscription to live data failed.');
        subscriber.refused(texts.map((topic) => ({ topic, reason: 'try-later' })));
      }
    },
    unsubscribe(subscriber, texts) {
      const own = all.get(subscriber);
      if (own === undefined) return;
      for (const text of texts) drop(subscriber, own, text);
      placeAssets(subscriber, own);
    },
    resume(subscriber, after) {
      const own = all.get(subscriber)?.values() ?? [];
      const audiences = [...own].flatMap(({ topic: { kind, id } }) =>
        kind === 'jobs' || kind === 'alerts' || kind === 'limits'
          ? [audienceOfTopic(kind, id ?? subscriber.userId)]
          : [],
      );
      events.resume(subscriber, after, audiences);
    },
    leave(subscriber) {
      const own = all.get(subscriber);
      if (own === undefined) return;
      all.delete(subscriber);
      for (const text of own.keys()) drop(subscriber, own, text);
      quotes.setAssets(subscriber, []);
    },
    close() {
      stopHearing();
      if (gathering !== null) clearTimeout(gathering);
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** Those that are subscribed already, those to ask about, and those that cannot be. */
function sortTopics(own: Subscriptions, texts: readonly string[]) {
  const known: Topic[] = [];
  const asked = new Map<string, Topic>();
  const refused: RefusedTopic[] = [];
  for (const text of new Set(texts)) {
    const topic = parseTopic(text);
    if (topic === null) refused.push({ topic: text, reason: 'unknown-topic' });
    else if (own.has(text)) known.push(topic);
    else if (own.size + asked.size >= streamTopicsMax) refused.push({ topic: text, reason: 'too-many-topics' });
    else asked.set(text, topic);
  }
  return { known, asked: [...asked.values()], refused };
}
