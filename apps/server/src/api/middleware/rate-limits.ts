/**
 * Counts requests by class of route, of a user or API key once it is known who asks and of an address before, so that a loop in
 * a script cannot take the server from everybody else.
 */
import { isIPv6 } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import type { RequestCounters } from '../../domain/requests/ports.ts';
import { calculationsAtOnce, type RequestsPerMinute, type RouteClass } from '../limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Routes of one class are counted together; a route without one is not counted. */
    readonly routeClass?: RouteClass | null;
  }
}

const minuteMs = 60_000;

export interface RateLimitOptions {
  readonly counters: RequestCounters;
  readonly perMinute: RequestsPerMinute;
  readonly perMinuteOfAddress: number;
  /** The user or API key that asks; null before anybody signed in. */
  readonly whoAsks: (request: FastifyRequest) => string | null;
}

/** Counts all requests of an address. Call it before authentication, so that wrong tokens are counted too. */
export function limitAddresses(app: FastifyInstance, { counters, perMinuteOfAddress }: RateLimitOptions): void {
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.routeClass == null) return;
    const { count, endsInMs } = await counters.count(`address ${addressOf(request)}`, minuteMs);
    if (count > perMinuteOfAddress) throw tooMany(perMinuteOfAddress, endsInMs, 'from your address');
  });
}

/** Counts the requests of one user, API key or address by class. Call it after authentication. */
export function limitRates(app: FastifyInstance, { counters, perMinute, whoAsks }: RateLimitOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    const { routeClass } = request.routeOptions.config;
    if (routeClass == null) return;
    const who = whoAsks(request) ?? `address ${addressOf(request)}`;
    const { count, endsInMs } = await counters.count(`${routeClass} ${who}`, minuteMs);
    const limit = perMinute[routeClass];
    sayLimit(reply, limit, count, endsInMs);
    if (count > limit) throw tooMany(limit, endsInMs, 'of this kind');
  });
}

/** Lets nobody calculate more than so much at the same time: the threads are for everybody. */
export function limitCalculations(app: FastifyInstance, { whoAsks }: RateLimitOptions): void {
  const underWay = new Map<string, number>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.routeClass !== 'calculation') return;
    const who = whoAsks(request) ?? `address ${addressOf(request)}`;
    const count = underWay.get(who) ?? 0;
    if (count >= calculationsAtOnce) {
      const detail = `${count} calculations of yours are under way, which is the limit. Wait for one of them to end.`;
      throw new ProblemError('rate-limited', detail, { retryAfterSeconds: 1 });
    }
    underWay.set(who, count + 1);
    reply.raw.once('close', () => {
      const left = (underWay.get(who) ?? 1) - 1;
      if (left > 0) underWay.set(who, left);
      else underWay.delete(who);
    });
  });
}

/** The headers of the draft for rate limits (draft-ietf-httpapi-ratelimit-headers-07). */
function sayLimit(reply: FastifyReply, limit: number, count: number, endsInMs: number): void {
  reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': Math.max(0, limit - count),
    'ratelimit-reset': Math.ceil(endsInMs / 1000),
  });
}

function tooMany(limit: number, endsInMs: number, which: string): ProblemError {
  const seconds = Math.max(1, Math.ceil(endsInMs / 1000));
  const detail = `More than ${limit} requests ${which} came in a minute. Go on in ${seconds} s.`;
  return new ProblemError('rate-limited', detail, { retryAfterSeconds: seconds });
}

/** Of IPv6 the network of 64 bits, which one customer has to himself and can take any address of. */
function addressOf(request: FastifyRequest): string {
  const { ip } = request;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(ip) ? `${networkOf(ip)}::/64` : ip;
}

/** The first four groups: `2001:db8::1` → `2001:db8:0:0`. */
function networkOf(ip: string): string {
  const [head = '', tail] = ip.split('%')[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
