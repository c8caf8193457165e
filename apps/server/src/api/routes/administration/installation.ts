/** The settings of the installation, and the encryption of its fields. */
import { encryption, settings } from '@riskoptimizer/contracts';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AdministrationServices } from '../../administration-services.ts';
import { problemResponses, routeOf } from '../../route.ts';
import { changeProblems, readProblems } from './documented-problems.ts';

const tags = ['Administration'];

export function installationRoutes(
  parts: Pick<AdministrationServices, 'fieldRotation' | 'settings'>,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      ...routeOf('getSettings', { class: 'read' }),
      schema: {
        operationId: 'getSettings',
        tags,
        summary: 'Settings of the installation',
        querystring: z.strictObject({}),
        response: { ...problemResponses(...readProblems), 200: settings },
      },
      handler: () => parts.settings.get(),
    });

    app.route({
      ...routeOf('updateSettings', { class: 'sensitive' }),
      schema: {
        operationId: 'updateSettings',
        tags,
        summary: 'Change the settings of the installation',
        description:
          'All of them. A session keeps the limits it began with; who lacks a second factor that is asked for now sets one up next.',
        body: settings,
        response: { ...problemResponses(...changeProblems), 200: settings },
      },
      handler: (request) => parts.settings.update(request.body),
    });

    app.route({
      ...routeOf('getEncryption', { class: 'read' }),
      schema: {
        operationId: 'getEncryption',
        tags,
        summary: 'Keys of the sealed fields, and how far their change is',
        querystring: z.strictObject({}),
        response: { ...problemResponses(...readProblems), 200: encryption },
      },
      handler: () => parts.fieldRotation.status(),
    });

    app.route({
      ...routeOf('rotateFieldKey', { class: 'sensitive' }),
      schema: {
        operationId: 'rotateFieldKey',
        tags,
        summary: 'Seal fields with a new key',
        description:
          'What is sealed with the keys before is sealed anew in the background; it can be read all the while.',
        response: { ...problemResponses(...changeProblems, 'state-conflict'), 200: encryption },
      },
      handler: () => parts.fieldRotation.rotate(),
    });
  };
}
