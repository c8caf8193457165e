/** The WebSocket: a ticket that opens it once, what a client asks of it, and what it says. */
import { z } from 'zod';
import { currencyCode, decimalString, identifier, isoInstant } from './primitives.ts';

export const streamTicket = z.strictObject({ ticket: z.string(), expiresAt: isoInstant });
export const streamQuery = z.strictObject({ ticket: z.string().min(1).max(100) });

export const sessionEndReason = z.enum([
  'signed-out',
  'ended-by-user',
  'ended-by-administrator',
  'password-changed',
  'token-replayed',
  'expired',
  'account-disabled',
]);
export type SessionEndReason = z.infer<typeof sessionEndReason>;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** What is told of: quotes of an asset, the value of a portfolio, its limits, one's own jobs and alerts. */
export const streamTopic = z
  .string()
  .max(60)
  .regex(
    new RegExp(`^(quotes:${uuid}|portfolio:${uuid}|limits:${uuid}|jobs|alerts)$`),
    'expected jobs, alerts, quotes:<asset id>, portfolio:<portfolio id> or limits:<portfolio id>',
  );
export type StreamTopic = z.infer<typeof streamTopic>;

/** Topics of one message, and of one connection. */
export const streamTopicsMax = 500;

/** Not yet checked one by one: a topic that does not exist is refused alone, the others are taken. */
const askedTopics = z.array(z.string().max(200)).min(1).max(streamTopicsMax);

/** What a client may say. */
export const streamRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribe'), topics: askedTopics }),
  z.strictObject({ type: z.literal('unsubscribe'), topics: askedTopics }),
  /** After a reconnection, once the topics are subscribed again: the last `event` that was heard. */
  z.strictObject({ type: z.literal('resume'), after: identifier }),
]);
export type StreamRequest = z.infer<typeof streamRequest>;

/** A price of this moment. It is never stored as a close. */
export const liveQuote = z.strictObject({
  assetId: identifier,
  price: decimalString,
  at: isoInstant,
  previousClose: decimalString.nullable(),
  provider: z.string(),
  simulated: z.boolean(),
});
export type LiveQuote = z.infer<typeof liveQuote>;

/** A holding that is counted at its last close, because there is no price of this moment. */
export const liveGap = z.strictObject({
  assetId: identifier,
  reason: z.enum(['no-live-source', 'no-quote-yet']),
  /** Of the close that stands in for it. */
  closeDate: z.iso.date().nullable(),
});

export const livePortfolio = z.strictObject({
  portfolioId: identifier,
  baseCurrency: currencyCode,
  /** Null for a portfolio by weight. */
  value: decimalString.nullable(),
  /** Change since the previous closes, in the base currency; null for a portfolio by weight. */
  intradayResult: decimalString.nullable(),
  /** The same as a share of the value at the previous closes; null when that is not positive. */
  intradayReturn: z.number().nullable(),
  at: isoInstant,
  /** Of the exchange rates, and of the closes of what has no live price; null for a portfolio by weight. */
  closeDate: z.iso.date().nullable(),
  simulated: z.boolean(),
  gaps: z.array(liveGap),
});
export type LivePortfolio = z.infer<typeof livePortfolio>;

const sequence = z.int().positive();
/** Of the message among all events: `resume` goes on after it. */
const event = identifier;

export const topicRefusal = z.enum([
  /** Not written as a topic. */
  'unknown-topic',
  /** Not there, or not for you: nobody is told which. */
  'not-found',
  /** The role needs a second factor that the session does not have. */
  'second-factor-required',
  /** The connection has as many topics as it may. */
  'too-many-topics',
  /** Nobody quotes this asset: its prices are closes. */
  'no-live-source',
  /** A rate or a price is missing, so there is no value. */
  'no-value',
  /** It could not be found out; ask again. */
  'try-later',
]);
export type TopicRefusal = z.infer<typeof topicRefusal>;

const refusedTopics = z.array(z.strictObject({ topic: z.string(), reason: topicRefusal }));

/** Progress of a job from 0 to 1; null where nobody can tell. */
export const jobNews = z.strictObject({
  jobId: identifier,
  state: z.string().max(40),
  progress: z.number().min(0).max(1).nullable(),
});
export const alertNews = z.strictObject({
  alertId: identifier,
  portfolioId: identifier.nullable(),
  severity: z.enum(['information', 'warning', 'critical']),
  text: z.string().max(500),
  at: isoInstant,
});
export const limitNews = z.strictObject({
  portfolioId: identifier,
  limitId: identifier,
  /** 1 is the limit itself. */
  utilisation: z.number(),
  state: z.enum(['kept', 'near', 'breached']),
  at: isoInstant,
});

/**
 * Every message has its place in the order of the connection. A place that is left out was that of a message that was not
 * sent: `gap` says which topic it belonged to.
 */
export const streamMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), sequence, sessionId: identifier }),
  z.strictObject({ type: z.literal('session-ended'), sequence, reason: sessionEndReason }),
  z.strictObject({ type: z.literal('subscribed'), sequence, topics: z.array(z.string()) }),
  z.strictObject({ type: z.literal('refused'), sequence, topics: refusedTopics }),
  /** They were subscribed and are no longer: access was taken back, or what they were about is gone. */
  z.strictObject({ type: z.literal('closed'), sequence, topics: refusedTopics }),
  z.strictObject({ type: z.literal('quotes'), sequence, quotes: z.array(liveQuote) }),
  z.strictObject({ type: z.literal('portfolio'), sequence, ...livePortfolio.shape }),
  z.strictObject({ type: z.literal('job'), sequence, event, ...jobNews.shape }),
  z.strictObject({ type: z.literal('alert'), sequence, event, ...alertNews.shape }),
  z.strictObject({ type: z.literal('limit'), sequence, event, ...limitNews.shape }),
  z.strictObject({
    type: z.literal('gap'),
    sequence,
    /** A topic, or `quotes` for all quotes together. */
    topic: z.string(),
    /** Places of what was not sent; null after `resume`, when nobody knows how much there was. */
    from: sequence.nullable(),
    to: sequence.nullable(),
    reason: z.enum(['too-slow', 'not-kept']),
  }),
  /** Everything kept after the event of `resume` was said. */
  z.strictObject({ type: z.literal('resumed'), sequence }),
]);
export type StreamMessage = z.infer<typeof streamMessage>;
