/** Until there is a sign-in: whoever reaches a server on a loopback address is its one user. */
import type { FastifyInstance } from 'fastify';
import { localUser } from '../../domain/users/local-user.ts';

export function assumeLocalUser(app: FastifyInstance): void {
  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request) => {
    request.actor = {
      kind: 'user',
      userId: localUser.id,
      role: 'analyst',
      isDemo: true,
      sessionId: localUser.id,
      client: 'app',
      assurance: 'full',
      tokenId: localUser.id,
      confirmedUntil: null,
    };
  });
}
