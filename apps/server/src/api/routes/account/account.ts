/** One's own account: what it is, its name and wallet address, its password and e-mail address, and the demo. */
import {
  account,
  accountChange,
  apiPrefix,
  emailChangeAnswer,
  emailChangeRequest,
  passwordChange,
  portfolio,
  routes,
  signedIn,
} from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AccountServices } from '../../account-services.ts';
import { sessionActorOf } from '../../middleware/authentication.ts';
import { problemResponses, routeOf } from '../../route.ts';
import { clientFacts } from '../authentication/session-cookies.ts';
import { sendSignedIn } from '../authentication/signed-in-answer.ts';
import { entityTag } from '../portfolios/if-match.ts';
import { changing, signedInCodes, tags } from './documented.ts';

type AccountRouteServices = Pick<AccountServices, 'profile' | 'passwordChange' | 'emailChange' | 'loadDemo'>;

export function accountRoutes(services: AccountRouteServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getAccount', { class: 'read' }),
      schema: {
        operationId: 'getAccount',
        tags,
        summary: 'Your account',
        querystring: z.strictObject({}),
        response: { ...problemResponses(...signedInCodes), 200: account },
      },
      handler: (request) => services.profile.get(sessionActorOf(request)),
    });

    app.route({
      ...routeOf('updateAccount', { class: 'change' }),
      schema: {
        operationId: 'updateAccount',
        tags,
        summary: 'Change your name or wallet address',
        description: 'The checksum of a wallet address is checked; null removes it. What is left out stays as it is.',
        body: accountChange,
        response: { ...problemResponses(...changing), 200: account },
      },
      handler: (request) => services.profile.update(sessionActorOf(request), request.body),
    });
    await app.register(passwordAndEmail(services));
    await app.register(demo(services));
  };
}

function passwordAndEmail({ passwordChange: passwords, emailChange }: AccountRouteServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('changePassword', { class: 'authentication' }),
      schema: {
        operationId: 'changePassword',
        tags,
        summary: 'Change your password',
        description:
          'Answers with a new session for this device: every token of the old one is refused from now on. The other sessions end as well, unless `endOtherSessions` is false, and all API keys are revoked, unless `alsoRevokeApiKeys` is false.',
        body: passwordChange,
        response: {
          ...problemResponses(...changing, 'sign-in-refused', 'password-refused', 'state-conflict'),
          200: signedIn,
        },
      },
      handler: async (request, reply) => {
        const actor = sessionActorOf(request);
        const started = await passwords.change(actor, request.body, clientFacts(request, actor.client));
        return sendSignedIn(reply, started);
      },
    });

    app.route({
      ...routeOf('requestEmailChange', { class: 'sensitive' }),
      schema: {
        operationId: 'requestEmailChange',
        tags,
        summary: 'Change your e-mail address',
        description:
          'A link goes to the new address and a notice to the old one. The answer is the same whether or not the address has an account.',
        body: emailChangeRequest,
        response: { ...problemResponses(...changing, 'state-conflict'), 202: emailChangeAnswer },
      },
      handler: async (request, reply) => {
        await emailChange.request(sessionActorOf(request).userId, request.body.email);
        return reply.code(202).send({ status: 'confirmation-sent' });
      },
    });
  };
}

function demo({ loadDemo }: AccountRouteServices): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('loadDemo', { class: 'change' }),
      schema: {
        operationId: 'loadDemo',
        tags,
        summary: 'Store the demo: a simulated market and a portfolio',
        description: 'Once for each user; what was deleted of it does not come back.',
        response: { ...problemResponses(...changing, 'state-conflict', 'already-exists'), 201: portfolio },
      },
      handler: async (request, reply) => {
        const loaded = await loadDemo(sessionActorOf(request));
        const location = `${apiPrefix}${routes.listPortfolios.path}/${loaded.id}`;
        return reply
          .code(201)
          .headers({ etag: entityTag(loaded.version), location })
          .send(loaded);
      },
    });
  };
}
