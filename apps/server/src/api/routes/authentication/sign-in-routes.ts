/** The ways in: set-up, demo, registration, invitation, e-mail and password; and what a client has to know before. */
import {
  authenticationStatus,
  demoRequest,
  invitationAcceptance,
  registrationAnswer,
  registrationRequest,
  setUpRequest,
  signedIn,
  signInAnswer,
  signInRequest,
  tokenRequest,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { relyingPartyId } from '../../../domain/identity/factors/relying-party.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import type { Services } from '../../services.ts';
import { clientFacts } from './session-cookies.ts';
import { sendSignedIn } from './signed-in-answer.ts';

const tags = ['Signing in'];
const readable = ['request-malformed', 'media-type-unsupported', 'body-too-large'] as const;

export function signInRoutes({ identity }: Services, publicUrl: string | null): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getAuthenticationStatus', { class: 'read' }),
      schema: {
        operationId: 'getAuthenticationStatus',
        tags,
        summary: 'What a client needs to know before somebody signs in',
        response: { ...problemResponses(), 200: authenticationStatus },
      },
      handler: async (request) => ({
        setUpRequired: await identity.setUp.isRequired(),
        demo: await identity.demo.isOffered(),
        registration: (await identity.settings.get()).registration,
        relyingPartyId: relyingPartyId(publicUrl ?? `${request.protocol}://${request.host}`),
      }),
    });

    app.route({
      ...routeOf('setUp', { class: 'authentication' }),
      schema: {
        operationId: 'setUp',
        tags,
        summary: 'Make the first account with the link from the terminal',
        description:
          'The user of the demo becomes the administrator and keeps what was made in the demo. The session can do nothing but set up a second factor until there is one.',
        body: setUpRequest,
        response: {
          ...problemResponses(...readable, 'sign-in-refused', 'password-refused', 'state-conflict'),
          200: signedIn,
        },
      },
      handler: async (request, reply) => {
        const { client, ...wanted } = request.body;
        return sendSignedIn(reply, await identity.setUp.setUp(wanted, clientFacts(request, client)));
      },
    });

    app.route({
      ...routeOf('startDemo', { class: 'authentication' }),
      schema: {
        operationId: 'startDemo',
        tags,
        summary: 'Look around without an account',
        description: 'On a server that only its own machine reaches, as long as nobody has an account.',
        body: demoRequest,
        response: { ...problemResponses(...readable, 'state-conflict'), 200: signedIn },
      },
      handler: async (request, reply) =>
        sendSignedIn(reply, await identity.demo.startDemo(clientFacts(request, request.body.client))),
    });

    app.route({
      ...routeOf('register', { class: 'authentication' }),
      schema: {
        operationId: 'register',
        tags,
        summary: 'Ask for an account',
        description: 'The answer is the same whether the address has an account; what to do next comes by mail.',
        body: registrationRequest,
        response: { ...problemResponses(...readable, 'state-conflict', 'password-refused'), 202: registrationAnswer },
      },
      handler: async (request, reply) => {
        await identity.registration.register(request.body);
        return reply.code(202).send({ status: 'confirmation-sent' });
      },
    });

    app.route({
      ...routeOf('confirmRegistration', { class: 'authentication' }),
      schema: {
        operationId: 'confirmRegistration',
        tags,
        summary: 'Confirm the e-mail address of a registration',
        body: tokenRequest,
        response: { ...problemResponses(...readable, 'sign-in-refused'), 204: noContent },
      },
      handler: async (request, reply) => {
        await identity.registration.confirm(request.body.token);
        return reply.code(204).send();
      },
    });

    app.route({
      ...routeOf('acceptInvitation', { class: 'authentication' }),
      schema: {
        operationId: 'acceptInvitation',
        tags,
        summary: 'Make an account with an invitation',
        body: invitationAcceptance,
        response: {
          ...problemResponses(...readable, 'sign-in-refused', 'password-refused', 'already-exists'),
          200: signedIn,
        },
      },
      handler: async (request, reply) => {
        const { client, ...wanted } = request.body;
        return sendSignedIn(reply, await identity.acceptInvitation(wanted, clientFacts(request, client)));
      },
    });

    app.route({
      ...routeOf('signIn', { class: 'authentication' }),
      schema: {
        operationId: 'signIn',
        tags,
        summary: 'Sign in with e-mail address and password',
        description: 'An account with a second factor is answered with a challenge for it.',
        body: signInRequest,
        response: { ...problemResponses(...readable, 'sign-in-refused'), 200: signInAnswer },
      },
      handler: async (request, reply) => {
        const { client, ...credentials } = request.body;
        const outcome = await identity.signIn.signIn(credentials, clientFacts(request, client));
        if (outcome.kind === 'signed-in') return sendSignedIn(reply, outcome.started);
        const { challengeToken, methods, expiresAt } = outcome.challenge;
        return {
          status: 'second-factor' as const,
          challengeToken,
          methods: [...methods],
          expiresAt: expiresAt.toISOString(),
        };
      },
    });
  };
}
