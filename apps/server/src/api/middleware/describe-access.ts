/** Adds to the description of each route what the table of access says of it: sign-in, refusals, the Idempotency-Key. */
import { type ProblemCode, type RouteRule, routeRules } from '@riskoptimizer/contracts';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { z } from 'zod';
import { withProblems } from '../route.ts';

/** Name of the one way to sign a request, in the description. */
export const bearerScheme = 'bearer';

const repeatable = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'expected 1 to 255 visible ASCII characters without spaces')
    .optional()
    .describe('Sent again with the same key within a day, the request is answered as before and changes nothing more'),
});

/** Call it before the description is collected. */
export function describeAccess(app: FastifyInstance): void {
  app.addHook('onRoute', (route: RouteOptions) => {
    const name = route.config?.routeName;
    if (name === undefined) return;
    const rule = routeRules[name];
    const schema: FastifySchema & { security?: unknown } = { ...route.schema };
    schema.response = withProblems(schema.response as Record<string, unknown>, refusalsOf(rule));
    schema.security = rule.who === 'public' ? [] : [{ [bearerScheme]: [...rule.scopes] }];
    if (rule.repeatable) schema.headers = repeatable;
    route.schema = schema;
  });
}

function refusalsOf(rule: RouteRule): ProblemCode[] {
  if (rule.who === 'public') return [];
  const codes: ProblemCode[] = ['sign-in-required', 'permission-denied'];
  if (rule.assurance === 'full') codes.push('second-factor-required');
  if (rule.stepUp) codes.push('step-up-required');
  if (rule.csrf) codes.push('csrf-refused');
  if (rule.repeatable) codes.push('idempotency-conflict', 'idempotency-mismatch');
  return codes;
}
