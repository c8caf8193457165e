/** The second step of signing in, signing in by passkey, confirming that it is you, and confirming a new e-mail address. */
import {
  passkeyChallenge,
  passkeyChallengeRequest,
  passkeySignInRequest,
  secondFactorRequest,
  signedIn,
  stepUpAnswer,
  stepUpRequest,
  tokenRequest,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { AccountServices } from '../../account-services.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { noContent, problemResponses, routeOf } from '../../route.ts';
import { pageOriginOf } from './page-origin.ts';
import { clientFacts } from './session-cookies.ts';
import { sendSignedIn } from './signed-in-answer.ts';

const tags = ['Authentication'];
const withBody = ['request-malformed', 'media-type-unsupported', 'body-too-large'] as const;
const door = { class: 'authentication' } as const;

type SecondFactorRouteServices = Pick<AccountServices, 'secondFactor' | 'stepUp' | 'emailChange'>;

export function secondFactorRoutes(services: SecondFactorRouteServices): FastifyPluginAsyncZod {
  const { secondFactor } = services;
  return async (app) => {
    app.route({
      ...routeOf('completeSecondFactor', door),
      schema: {
        operationId: 'completeSecondFactor',
        tags,
        summary: 'Give the second factor of a sign-in',
        description:
          'Wrong codes are counted on the account, whatever way they come: after the fifth in a row the next is looked at 30 seconds later, and the time doubles up to an hour.',
        body: secondFactorRequest,
        response: { ...problemResponses(...withBody, 'sign-in-refused'), 200: signedIn },
      },
      handler: async (request, reply) => {
        const { challengeToken, client, method, code } = request.body;
        const started = await secondFactor.complete(challengeToken, { method, code }, clientFacts(request, client));
        return sendSignedIn(reply, started);
      },
    });
    await app.register(passkeySignIn(services));
    await app.register(confirmations(services));
  };
}

function passkeySignIn({ secondFactor }: SecondFactorRouteServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('createPasskeyChallenge', door),
      schema: {
        operationId: 'createPasskeyChallenge',
        tags,
        summary: 'Get a challenge for a passkey to sign',
        description:
          'To sign in without a name, as the second factor of a sign-in under way, or to confirm that it is you. It is good for five minutes, and once.',
        body: passkeyChallengeRequest,
        response: { ...problemResponses(...withBody, 'sign-in-refused', 'state-conflict'), 200: passkeyChallenge },
      },
      handler: (request) => secondFactor.createPasskeyChallenge(pageOriginOf(request), request.body.challengeToken),
    });

    app.route({
      ...routeOf('signInWithPasskey', door),
      schema: {
        operationId: 'signInWithPasskey',
        tags,
        summary: 'Sign in with a passkey',
        body: passkeySignInRequest,
        response: { ...problemResponses(...withBody, 'sign-in-refused'), 200: signedIn },
      },
      handler: async (request, reply) => {
        const { challengeId, response, client } = request.body;
        const started = await secondFactor.signInWithPasskey(challengeId, response, clientFacts(request, client));
        return sendSignedIn(reply, started);
      },
    });
  };
}

function confirmations({ stepUp, emailChange }: SecondFactorRouteServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('stepUp', door),
      schema: {
        operationId: 'stepUp',
        tags,
        summary: 'Confirm that it is you, before a sensitive change',
        description: 'With a second factor; with the password only where there is none. It counts for ten minutes.',
        body: stepUpRequest,
        response: {
          ...problemResponses(...withBody, 'sign-in-required', 'sign-in-refused', 'permission-denied', 'csrf-refused'),
          200: stepUpAnswer,
        },
      },
      handler: async (request) => {
        const actor = sessionActorOf(request);
        const until = await stepUp.confirm(actor, request.body, clientFacts(request, actor.client));
        return { confirmedUntil: until.toISOString() };
      },
    });

    app.route({
      ...routeOf('confirmEmailChange', door),
      schema: {
        operationId: 'confirmEmailChange',
        tags,
        summary: 'Confirm a new e-mail address with the token of its link',
        body: tokenRequest,
        response: { ...problemResponses(...withBody, 'sign-in-refused'), 204: noContent },
      },
      handler: async (request, reply) => {
        await emailChange.confirm(request.body.token);
        return reply.code(204).send();
      },
    });
  };
}
