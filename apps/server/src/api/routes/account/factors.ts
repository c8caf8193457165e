/** One's own second factors: authenticator app, recovery codes, passkeys. */
import {
  factors,
  identifier,
  passkeyChallenge,
  passkeyRegistration,
  recoveryCodes,
  totpConfirmation,
  totpEnrolment,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AccountServices } from '../../account-services.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import { pageOriginOf } from '../authentication/page-origin.ts';
import { changing, signedInCodes, tags } from './documented.ts';

const sensitive = { class: 'sensitive' } as const;

export function factorRoutes(services: Pick<AccountServices, 'factors' | 'passkeys'>): FastifyPluginAsyncZod {
  const { factors: service } = services;
  return async (app) => {
    app.route({
      ...routeOf('getFactors', { class: 'read' }),
      schema: {
        operationId: 'getFactors',
        tags,
        summary: 'Your second factors',
        querystring: z.strictObject({}),
        response: { ...problemResponses(...signedInCodes), 200: factors },
      },
      handler: (request) => service.list(sessionActorOf(request).userId),
    });

    app.route({
      ...routeOf('createRecoveryCodes', sensitive),
      schema: {
        operationId: 'createRecoveryCodes',
        tags,
        summary: 'Make new recovery codes',
        description: 'They are shown this once, each works once, and the old ones stop working.',
        response: { ...problemResponses(...changing, 'state-conflict'), 200: recoveryCodes },
      },
      handler: async (request) => ({ recoveryCodes: await service.createRecoveryCodes(sessionActorOf(request)) }),
    });
    await app.register(totpRoutes(services));
    await app.register(passkeyRoutes(services));
  };
}

function totpRoutes({ factors: service }: Pick<AccountServices, 'factors'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('beginTotp', sensitive),
      schema: {
        operationId: 'beginTotp',
        tags,
        summary: 'Begin to set up an authenticator app',
        description: 'The secret counts once a code of it was given.',
        response: { ...problemResponses(...changing, 'state-conflict'), 200: totpEnrolment },
      },
      handler: (request) => service.beginTotp(sessionActorOf(request)),
    });

    app.route({
      ...routeOf('confirmTotp', { class: 'authentication' }),
      schema: {
        operationId: 'confirmTotp',
        tags,
        summary: 'Give the first code of the authenticator app',
        description: 'With the first factor of an account come its recovery codes; otherwise the list is empty.',
        body: totpConfirmation,
        response: { ...problemResponses(...changing, 'state-conflict'), 200: recoveryCodes },
      },
      handler: async (request) => ({
        recoveryCodes: await service.confirmTotp(sessionActorOf(request), request.body.code),
      }),
    });

    app.route({
      ...routeOf('removeTotp', sensitive),
      schema: {
        operationId: 'removeTotp',
        tags,
        summary: 'Remove the authenticator app',
        description: 'Refused when it is the last factor and the role or a short password needs one.',
        response: { ...problemResponses(...changing, 'not-found', 'state-conflict'), 204: noContent },
      },
      handler: async (request, reply) => {
        await service.removeTotp(sessionActorOf(request));
        return reply.code(204).send();
      },
    });
  };
}

function passkeyRoutes({ passkeys }: Pick<AccountServices, 'passkeys'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('beginPasskey', sensitive),
      schema: {
        operationId: 'beginPasskey',
        tags,
        summary: 'Begin to add a passkey',
        description: 'Passkeys are bound to a name: under an IP address there are none.',
        response: { ...problemResponses(...changing, 'state-conflict'), 200: passkeyChallenge },
      },
      handler: (request) => passkeys.begin(sessionActorOf(request), pageOriginOf(request)),
    });

    app.route({
      ...routeOf('addPasskey', sensitive),
      schema: {
        operationId: 'addPasskey',
        tags,
        summary: 'Add the passkey that the authenticator made',
        description: 'With the first factor of an account come its recovery codes; otherwise the list is empty.',
        body: passkeyRegistration,
        response: { ...problemResponses(...changing, 'already-exists', 'state-conflict'), 201: recoveryCodes },
      },
      handler: async (request, reply) => {
        const { challengeId, name, response } = request.body;
        const codes = await passkeys.add(sessionActorOf(request), challengeId, name, response);
        return reply.code(201).send({ recoveryCodes: codes });
      },
    });

    app.route({
      ...routeOf('removePasskey', sensitive),
      schema: {
        operationId: 'removePasskey',
        tags,
        summary: 'Remove a passkey',
        description: 'Refused when it is the last factor and the role or a short password needs one.',
        params: z.strictObject({ passkeyId: identifier }),
        response: { ...problemResponses(...changing, 'not-found', 'state-conflict'), 204: noContent },
      },
      handler: async (request, reply) => {
        await passkeys.remove(sessionActorOf(request), request.params.passkeyId);
        return reply.code(204).send();
      },
    });
  };
}
