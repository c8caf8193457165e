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
  return withProblems({}, [...everywhere, ...codes]);
}

/** The responses of a route with more problems: their codes are added to those of the same status. */
export function withProblems<Responses extends Readonly<Record<string, unknown>>>(
  responses: Responses,
  codes: readonly ProblemCode[],
) {
  const described = new Map(Object.entries(responses));
  for (const code of new Set(codes)) {
    const { status, title } = problemCatalogue[code];
    const words = `\`${code}\`: ${title}.`;
    const before = (described.get(String(status)) as ProblemResponse | undefined)?.description ?? '';
    if (before.includes(words)) continue;
    const description = `${before} ${words}`.trim();
    described.set(String(status), { description, content: { 'application/problem+json': { schema: problem } } });
  }
  return Object.fromEntries(described) as Responses & Record<string, ProblemResponse>;
}

interface ProblemResponse {
  readonly description: string;
  readonly content: { readonly 'application/problem+json': { readonly schema: typeof problem } };
}

/** The body of a 204. */
export const noContent = z.undefined().describe('Done; there is nothing to say');
