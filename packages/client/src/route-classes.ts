/** What kinds of routes there are, as far as a client has to know. */
import { type RouteName, routes } from '@riskoptimizer/contracts';

/** Routes that nobody needs to be signed in for. A refusal of theirs is an answer, and never a reason to renew a session. */
const publicRoutes: ReadonlySet<RouteName> = new Set<RouteName>([
  'live',
  'ready',
  'openapi',
  'getAuthenticationStatus',
  'setUp',
  'startDemo',
  'register',
  'confirmRegistration',
  'acceptInvitation',
  'signIn',
  'completeSecondFactor',
  'createPasskeyChallenge',
  'signInWithPasskey',
  'refreshSession',
  'requestPasswordReset',
  'completePasswordReset',
  'confirmEmailChange',
]);

/** POST because the body is large or the answer must not be kept, although nothing is created or changed. */
const unchangingPosts: ReadonlySet<RouteName> = new Set<RouteName>([
  'computePortfolioFrontier',
  'computeRiskMetrics',
  'computeEfficientFrontier',
  'createStreamTicket',
  'exportAudit',
  'beginPasskey',
  'signOut',
  'signOutEverywhere',
  'stepUp',
]);

export function isPublic(name: RouteName): boolean {
  return publicRoutes.has(name);
}

/** Whether a repetition could do the same thing twice, which an `Idempotency-Key` prevents. */
export function needsIdempotencyKey(name: RouteName): boolean {
  return routes[name].method === 'POST' && !publicRoutes.has(name) && !unchangingPosts.has(name);
}
