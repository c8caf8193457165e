/** Whether an actor may ask what a route offers at all, before anybody looks at whose object it is. */
import {
  type ApiKeyScope,
  apiKeyScopes,
  type Permission,
  permissionsOf,
  type RouteRule,
} from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';

/**
 * The rules of docs/authorization.md for a route that is not public.
 *
 * @throws ProblemError `permission-denied`, `second-factor-required` or `step-up-required`.
 */
export function requireRouteAccess(actor: SignedInActor, rule: RouteRule, now: Date): void {
  if (actor.kind === 'api-key' && rule.who !== 'session or key')
    throw denied('This is for signed-in people; an API key cannot do it. Sign in instead.');
  if (actor.kind === 'user' && actor.assurance === 'enrolment' && rule.assurance !== 'enrolment') {
    const detail = 'Your role needs a second factor. Set one up under Security; until then nothing else is open.';
    throw new ProblemError('second-factor-required', detail);
  }
  for (const permission of rule.permissions) requirePermission(actor, permission, rule.scopes);
  if (actor.kind === 'user' && actor.isDemo && !rule.demo)
    throw denied('The demo cannot do this. Make an account of your own first.');
  if (rule.stepUp && !isConfirmed(actor, now)) {
    const detail =
      'This changes something sensitive. Confirm that it is you with your password or a second factor, then repeat it.';
    throw new ProblemError('step-up-required', detail);
  }
}

/**
 * Role and scope of one permission, for what only the body of a request says.
 *
 * @param scopes what a key must be good for; the scope of the same name when left out.
 * @throws ProblemError `permission-denied`.
 */
export function requirePermission(
  actor: SignedInActor,
  permission: Permission,
  scopes: readonly ApiKeyScope[] = apiKeyScopes.filter((scope) => scope === permission),
): void {
  if (!permissionsOf(actor.role).includes(permission))
    throw denied(
      `The role "${actor.role}" may not do this: it lacks "${permission}". An administrator can change roles.`,
    );
  if (actor.kind !== 'api-key') return;
  const missing = scopes.find((scope) => !actor.scopes.includes(scope));
  if (missing !== undefined) throw denied(`This API key is not good for "${missing}". Make one that is.`);
}

function isConfirmed(actor: SignedInActor, now: Date): boolean {
  return actor.kind === 'user' && actor.confirmedUntil !== null && actor.confirmedUntil > now;
}

function denied(detail: string): ProblemError {
  return new ProblemError('permission-denied', detail);
}
