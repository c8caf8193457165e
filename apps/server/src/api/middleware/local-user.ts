/** Until there is a sign-in: whoever reaches a server on a loopback address is its one user. */
import type { FastifyInstance } from 'fastify';
import type { Authenticator } from '../../domain/identity/ports.ts';
import { localUser } from '../../domain/users/local-user.ts';

export function assumeLocalUser(app: FastifyInstance, authenticator: Authenticator): void {
  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request) => {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      request.actor = await authenticator.authenticate(bearer);
      return;
    }
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
