/** A route as the table in contracts has it, documented. */
import {
  apiPrefix,
  type ProblemCode,
  problem,
  problemCatalogue,
  type RouteName,
  routes,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { bodyBytesMax, handlerTimeoutMs, type RouteClass } from './limits.ts';

interface RouteOptions {
  /** Limited together; null is not limited. */
  readonly class: RouteClass | null;
  readonly handlerTimeoutMs?: number;
  readonly bodyLimit?: number;
}

/** Method, address and limits of a route. */
export function routeOf(name: RouteName, options: RouteOptions) {
  return {
    method: routes[name].method,
    url: apiPrefix + routes[name].path,
    handlerTimeout: options.handlerTimeoutMs ?? handlerTimeoutMs,
    bodyLimit: options.bodyLimit ?? bodyBytesMax,
    config: { routeClass: options.class, routeName: name },
  };
}

/** Problems that any route may answer with. */
const everywhere: readonly ProblemCode[] = [
  'request-invalid',
  'origin-refused',
  'rate-limited',
  'internal-error',
  'not-ready',
];

/** The responses that document problems: one for each status, with its codes. */
export function problemResponses(...codes: ProblemCode[]) {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...everywhere, ...codes])) {
    const { status } = problemCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${problemCatalogue[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
}

/** The body of a 204. */
export const noContent = z.undefined().describe('Done; there is nothing to say');
