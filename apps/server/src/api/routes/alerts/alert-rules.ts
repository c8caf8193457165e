import {
  alertRule,
  alertRuleInput,
  alertRuleList,
  alertWebhook,
  alertWebhookInput,
  identifier,
  utilisationHistory,
  utilisationQuery,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { entityTag, expectedVersion } from '../portfolios/if-match.ts';
import { bodyProblems, portfolioParams, versioned } from '../portfolios/versioned.ts';

const tags = ['Alerts'];
const params = z.strictObject({ portfolioId: identifier, ruleId: identifier });
const versionProblems = ['version-conflict', 'version-required'] as const;

export function alertRuleRoutes({ alertRules }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('listAlertRules', { class: 'read' }),
      schema: {
        operationId: 'listAlertRules',
        tags,
        summary: 'Alert rules and limits of a portfolio, with what was measured last',
        params: portfolioParams,
        response: { ...problemResponses('not-found'), 200: alertRuleList },
      },
      handler: (request) => alertRules.list(actorOf(request), request.params.portfolioId),
    });

    app.route({
      ...routeOf('createAlertRule', { class: 'change' }),
      schema: {
        operationId: 'createAlertRule',
        tags,
        summary: 'Make an alert rule or a limit',
        description: 'It is measured at once, whenever the portfolio or prices change, and every few minutes.',
        params: portfolioParams,
        body: alertRuleInput,
        response: {
          ...problemResponses(...bodyProblems, 'not-found', 'state-conflict'),
          201: alertRule,
        },
      },
      handler: async (request, reply) => {
        const made = await alertRules.create(actorOf(request), request.params.portfolioId, request.body);
        return reply.status(201).header('etag', entityTag(made.version)).send(made);
      },
    });

    app.route({
      ...routeOf('getAlertRule', { class: 'read' }),
      schema: {
        operationId: 'getAlertRule',
        tags,
        summary: 'One alert rule',
        params,
        response: { ...problemResponses('not-found'), 200: alertRule },
      },
      handler: async (request, reply) => {
        const { portfolioId, ruleId } = request.params;
        const found = await alertRules.get(actorOf(request), portfolioId, ruleId);
        return reply.header('etag', entityTag(found.version)).send(found);
      },
    });

    app.route({
      ...routeOf('updateAlertRule', { class: 'change' }),
      schema: {
        operationId: 'updateAlertRule',
        tags,
        summary: 'Replace an alert rule',
        description: 'It starts anew: an open alert of it is over. Its webhook stays.',
        params,
        headers: versioned,
        body: alertRuleInput,
        response: {
          ...problemResponses(...bodyProblems, 'not-found', ...versionProblems),
          200: alertRule,
        },
      },
      handler: async (request, reply) => {
        const { params: asked, headers, body } = request;
        const expected = expectedVersion(headers['if-match']);
        const changed = await alertRules.update(actorOf(request), asked.portfolioId, asked.ruleId, expected, body);
        return reply.header('etag', entityTag(changed.version)).send(changed);
      },
    });

    app.route({
      ...routeOf('deleteAlertRule', { class: 'change' }),
      schema: {
        operationId: 'deleteAlertRule',
        tags,
        summary: 'Delete an alert rule with its alerts',
        params,
        headers: versioned,
        response: { ...problemResponses('not-found', ...versionProblems), 204: noContent },
      },
      handler: async (request, reply) => {
        const { params: asked, headers } = request;
        const expected = expectedVersion(headers['if-match']);
        await alertRules.remove(actorOf(request), asked.portfolioId, asked.ruleId, expected);
        return reply.status(204).send(undefined);
      },
    });

    app.route({
      ...routeOf('getLimitUtilisation', { class: 'read' }),
      schema: {
        operationId: 'getLimitUtilisation',
        tags,
        summary: 'How much of a limit was used, over time',
        params,
        querystring: utilisationQuery,
        response: { ...problemResponses('not-found'), 200: utilisationHistory },
      },
      handler: (request) => {
        const { portfolioId, ruleId } = request.params;
        return alertRules.utilisation(actorOf(request), portfolioId, ruleId, request.query);
      },
    });
  };
}

/** Where alerts of a rule are posted. */
export function alertWebhookRoutes({ alertWebhooks }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('putAlertWebhook', { class: 'change' }),
      schema: {
        operationId: 'putAlertWebhook',
        tags,
        summary: 'Set where alerts are posted, and make the secret of the signature',
        description:
          'The secret is in this answer and never again. A rule posts when "webhook" is among its channels; ' +
          'docs/guides/alerts.md says how a signature is checked.',
        params,
        body: alertWebhookInput,
        response: { ...problemResponses(...bodyProblems, 'not-found'), 200: alertWebhook },
      },
      handler: (request) => {
        const { portfolioId, ruleId } = request.params;
        return alertWebhooks.put(actorOf(request), portfolioId, ruleId, request.body);
      },
    });

    app.route({
      ...routeOf('deleteAlertWebhook', { class: 'change' }),
      schema: {
        operationId: 'deleteAlertWebhook',
        tags,
        summary: 'Post alerts of a rule nowhere any more',
        params,
        response: { ...problemResponses('not-found'), 204: noContent },
      },
      handler: async (request, reply) => {
        const { portfolioId, ruleId } = request.params;
        await alertWebhooks.remove(actorOf(request), portfolioId, ruleId);
        return reply.status(204).send(undefined);
      },
    });
  };
}
