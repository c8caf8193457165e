/** The answer of every way to sign in. */
import type { SignedIn } from '@riskoptimizer/contracts';
import type { FastifyReply } from 'fastify';
import type { StartedSession } from '../../../domain/identity/ports.ts';
import { setDeviceCookie, setSessionCookie } from './session-cookies.ts';

/** Tells the client its tokens: a web client gets the refresh token in a cookie that no script can read, an app in the body. */
export function sendSignedIn(reply: FastifyReply, started: StartedSession): SignedIn {
  const isWeb = started.client === 'web';
  if (isWeb) setSessionCookie(reply, started);
  if (isWeb && started.newDeviceToken !== null) setDeviceCookie(reply, started.newDeviceToken);
  return {
    status: 'signed-in',
    accessToken: started.accessToken,
    accessTokenExpiresAt: started.accessTokenExpiresAt.toISOString(),
    refreshToken: isWeb ? null : started.refreshToken,
    csrfToken: started.csrfToken,
    sessionId: started.sessionId,
    sessionExpiresAt: started.expiresAt.toISOString(),
    assurance: started.assurance,
    user: started.user,
  };
}
