/**
 * Who a bearer token belongs to. The signature says that the token was ours; whether it still counts is asked of the database,
 * and an answer is believed for half a second. So a session that was ended, a role that was changed or an account that was
 * disabled anywhere counts everywhere within a second; and when nobody can be asked, nobody is let in.
 */
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { SignedInActor, UserActor } from '../../../core/request-context.ts';
import { TokenRefused, type TokenSigner, type VerifiedAccessToken } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import { type AuthenticateApiKey, type Authenticator, confirmationMs } from '../ports.ts';
import type { Principal, SessionRepository } from './ports.ts';

export interface AuthenticatorParts {
  readonly signer: Pick<TokenSigner, 'verify'>;
  readonly principals: PrincipalMemory;
  readonly authenticateApiKey: AuthenticateApiKey;
  readonly transactions: Pick<Transactions, 'asSystem'>;
  readonly clock: Clock;
}

const apiKeyPrefix = 'ro_';

export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { signer, principals, authenticateApiKey, transactions, clock } = parts;

  const verify = async (bearer: string): Promise<VerifiedAccessToken> => {
    try {
      return await transactions.asSystem(() => signer.verify(bearer));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw cannotTell(error);
      throw signInRequired(error);
    }
  };

  return {
    async authenticate(bearer): Promise<SignedInActor> {
      if (bearer.startsWith(apiKeyPrefix)) {
        const actor = await transactions.asSystem(() => authenticateApiKey(bearer)).catch(unlessProblem);
        if (actor === null) throw signInRequired();
        return actor;
      }
      const token = await verify(bearer);
      const principal = await transactions
        .asSystem(() => principals.get(token.sessionId, token.tokenId))
        .catch(unlessProblem);
      const actor = principal === null ? null : actorOf(principal, token, clock.now());
      if (actor === null) throw signInRequired();
      return actor;
    },
  };
}

/** Null when the session, the token or the user does not count any more. */
function actorOf(principal: Principal, token: VerifiedAccessToken, now: Date): UserActor | null {
  const { user, confirmedAt } = principal;
  const isOver = principal.endedAt !== null || now >= principal.expiresAt || now >= principal.idleExpiresAt;
  if (isOver || principal.isTokenRevoked || !user.isActive || user.id !== token.userId) return null;
  const confirmedUntil = confirmedAt === null ? null : new Date(confirmedAt.getTime() + confirmationMs);
  return {
    kind: 'user',
    userId: user.id,
    role: user.role,
    isDemo: user.isDemo,
    sessionId: principal.id,
    client: principal.client,
    assurance: principal.assurance,
    tokenId: token.tokenId,
    confirmedUntil: confirmedUntil !== null && confirmedUntil > now ? confirmedUntil : null,
  };
}

/** The reason, where there is one, is for the log. */
function signInRequired(cause?: TokenRefused): ProblemError {
  const detail = 'The access token is not valid (any more). Renew it, or sign in again.';
  return new ProblemError('sign-in-required', detail, { cause });
}

function cannotTell(error: unknown): ProblemError {
  const detail = 'Who is asking cannot be checked at the moment. Try again in a few seconds.';
  return new ProblemError('not-ready', detail, { cause: error, retryAfterSeconds: 2 });
}

function unlessProblem(error: unknown): never {
  throw error instanceof ProblemError ? error : cannotTell(error);
}

/** What the database said of a session and a token, for as long as it is believed. */
export interface PrincipalMemory {
  get(sessionId: string, tokenId: string): Promise<Principal | null>;
  /** What is known of the session is stale, also what is being asked at this moment. */
  forget(sessionId: string): void;
}

/** Far more sessions than are active within half a second. */
const rememberedMax = 20_000;

interface Remembered {
  readonly askedAtMs: number;
  readonly sessionId: string;
  readonly answer: Promise<Principal | null>;
}

export function createPrincipalMemory(
  sessions: Pick<SessionRepository, 'principalOf'>,
  clock: Clock,
  rememberMs = 500,
): PrincipalMemory {
  const byToken = new Map<string, Remembered>();
  return {
    get(sessionId, tokenId) {
      const now = clock.monotonicMs();
      const known = byToken.get(tokenId);
      // Counted from the question: the answer was true at some moment after it.
      if (known !== undefined && known.sessionId === sessionId && now - known.askedAtMs < rememberMs)
        return known.answer;
      if (byToken.size >= rememberedMax) byToken.clear();
      const answer = sessions.principalOf(sessionId, tokenId);
      const asked = { askedAtMs: now, sessionId, answer };
      byToken.set(tokenId, asked);
      answer.catch(() => {
        if (byToken.get(tokenId) === asked) byToken.delete(tokenId);
      });
      return answer;
    },
    forget(sessionId) {
      for (const [tokenId, remembered] of byToken) {
        if (remembered.sessionId === sessionId) byToken.delete(tokenId);
      }
    },
  };
}
