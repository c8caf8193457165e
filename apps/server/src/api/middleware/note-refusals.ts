/** Tells the audit trail of requests that were refused, once their answers are on the way. */
import { type AccessObject, type RouteName, routeRules } from '@riskoptimizer/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../../core/errors.ts';
import type { RefusalRecorder } from '../../domain/audit/refusals.ts';

/** The part of an address that names the object. */
const parameterOf: Readonly<Partial<Record<AccessObject, string>>> = {
  portfolio: 'portfolioId',
  asset: 'assetId',
  import: 'importId',
  'transaction-import': 'transactionImportId',
  'alert-rule': 'ruleId',
  alert: 'alertId',
  session: 'sessionId',
  passkey: 'passkeyId',
  'api-key': 'apiKeyId',
};

const identifierPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Every 403, every 401 to a token that was presented, and every 404 about an object that may be somebody else's. What was
 * thrown is remembered here and not in the answer, which says less.
 */
export function noteRefusals(app: FastifyInstance, refusals: RefusalRecorder): void {
  const codes = new WeakMap<FastifyRequest, string>();
  app.addHook('onError', async (request, _, error) => {
    if (error instanceof ProblemError) codes.set(request, error.code);
  });
  app.addHook('onResponse', async (request, reply) => {
    const status = reply.statusCode;
    const route = request.routeOptions.config.routeName ?? null;
    const object = objectOf(request, route);
    const isRefusal =
      status === 403 ||
      (status === 401 && request.headers.authorization !== undefined) ||
      (status === 404 && object !== null && request.actor !== null);
    if (!isRefusal) return;
    refusals.note({
      context: { requestId: request.id, address: request.ip, actor: request.actor ?? { kind: 'anonymous' } },
      route,
      method: request.method,
      status,
      code: codes.get(request) ?? 'unknown',
      object,
    });
  });
}

function objectOf(request: FastifyRequest, route: RouteName | null): { type: string; id: string } | null {
  const type = route === null ? null : routeRules[route].object;
  const parameter = type === null ? undefined : parameterOf[type];
  if (type === null || parameter === undefined) return null;
  const id = (request.params as Readonly<Record<string, unknown>> | undefined)?.[parameter];
  return typeof id === 'string' && identifierPattern.test(id) ? { type: entityOf(type), id } : null;
}

/** As the trail names what was changed. */
function entityOf(type: AccessObject): string {
  return type === 'import' ? 'price-import' : type;
}
