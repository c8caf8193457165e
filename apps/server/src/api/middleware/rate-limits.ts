/** Counts requests of one address by class of route, so that a loop in a script cannot take the server from everybody else. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import type { RouteClass } from '../limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Routes of one class are counted together; a route without one is not counted. */
    readonly routeClass?: RouteClass | null;
  }
}

const minuteMs = 60_000;

export async function limitRates(app: FastifyInstance, perMinute: Readonly<Record<RouteClass, number>>): Promise<void> {
  await app.register(rateLimit, { global: false });
  const limiterOf = new Map(
    Object.entries(perMinute).map(([name, max]) => [name, app.createRateLimit({ max, timeWindow: minuteMs })]),
  );
  app.addHook('onRequest', async (request) => {
    const limiter = limiterOf.get(request.routeOptions.config.routeClass ?? '');
    const count = await limiter?.(request);
    if (count === undefined || count.isAllowed || !count.isExceeded) return;
    const seconds = Math.max(1, count.ttlInSeconds);
    const detail = `More than ${count.max} requests of this kind came in a minute. Go on in ${seconds} s.`;
    throw new ProblemError('rate-limited', detail, { retryAfterSeconds: seconds });
  });
}
