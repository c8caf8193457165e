import {
  efficientFrontierRequest,
  efficientFrontierResponse,
  riskMetrics,
  riskMetricsRequest,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { tableBytesMax } from '../../limits.ts';
import { signalOfClient } from '../../middleware/client-presence.ts';
import { problemResponses, routeOf } from '../../route.ts';
import { sendJson } from '../../send-json.ts';
import type { Services } from '../../services.ts';

const tags = ['Risk'];
const problems = [
  'request-malformed',
  'media-type-unsupported',
  'body-too-large',
  'data-insufficient',
  'calculation-refused',
  'calculation-timeout',
] as const;

/**
 * Risk and frontier of numbers in the body. Nothing is stored.
 *
 * Bodies and answers may be megabytes. They pass through here as bytes; a worker thread checks them against the schemas that
 * are documented here.
 */
export function tableCalculationRoutes({ risk, frontier }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    app.setValidatorCompiler(() => (value) => ({ value }));

    app.route({
      ...routeOf('computeRiskMetrics', { class: 'calculation', bodyLimit: tableBytesMax }),
      schema: {
        operationId: 'computeRiskMetrics',
        tags,
        summary: 'Risk of returns or prices in the body',
        body: riskMetricsRequest,
        response: { ...problemResponses(...problems), 200: riskMetrics },
      },
      handler: async ({ body }, reply) => sendJson(reply, await risk.ofTable(bytesOf(body), signalOfClient(reply))),
    });

    app.route({
      ...routeOf('computeEfficientFrontier', { class: 'calculation', bodyLimit: tableBytesMax }),
      schema: {
        operationId: 'computeEfficientFrontier',
        tags,
        summary: 'Exact efficient frontier of returns or prices in the body',
        description:
          'Bounds that no portfolio meets are an answer with status `infeasible` that names the bounds in conflict.',
        body: efficientFrontierRequest,
        response: { ...problemResponses(...problems), 200: efficientFrontierResponse },
      },
      handler: async ({ body }, reply) => sendJson(reply, await frontier.ofTable(bytesOf(body), signalOfClient(reply))),
    });
  };
}

/** The schema is what the worker thread will check; here the body is still what came. */
function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}
