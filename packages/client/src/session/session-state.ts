/** Who is signed in, as a screen needs to know it. Tokens are no part of it. */
import type { SessionEndReason, SignedIn } from '@riskoptimizer/contracts';
import type { ApiProblemData } from '../api-problem.ts';

export type SessionUser = SignedIn['user'];
export type SessionFacts = Pick<SignedIn, 'sessionId' | 'sessionExpiresAt' | 'assurance' | 'user'>;

export type SessionState =
  /** Nobody has asked yet. */
  | { readonly status: 'unknown' }
  /** It could not be found out; which is not the same as being signed out. */
  | { readonly status: 'unreachable'; readonly problem: ApiProblemData }
  | { readonly status: 'signed-out' }
  | { readonly status: 'signed-in'; readonly session: SessionFacts }
  /** Over, with work still on the screen: requests wait until the same user signs in again. */
  | { readonly status: 'expired'; readonly session: SessionFacts; readonly reason: SessionEndReason | null }
  /** Somebody else signed in with the same browser: what is on the screen is not theirs, and is not sent in their name. */
  | { readonly status: 'replaced'; readonly session: SessionFacts; readonly by: SessionUser };

export function factsOf({ sessionId, sessionExpiresAt, assurance, user }: SignedIn): SessionFacts {
  return { sessionId, sessionExpiresAt, assurance, user };
}

/** Whose work is on the screen. */
export function sessionOf(state: SessionState): SessionFacts | null {
  return 'session' in state ? state.session : null;
}
