/** Challenges that passkeys sign: each is made here, kept for minutes, and used once, whatever came of it. */
import type { PasskeyChallenge } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import type { RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type {
  ChallengePurpose,
  ChallengeRepository,
  PasskeyOptions,
  PasskeyProtocol,
  PasskeyRepository,
  PasskeyResponse,
  RelyingParty,
} from './ports.ts';
import type { PasskeyAnswer } from './proofs.ts';

/** From the beginning of a step to its end: long enough to fetch a telephone. */
export const challengeMs = 5 * 60_000;

/** What is kept of a challenge. */
interface Content {
  readonly challenge: string;
  readonly party: RelyingParty;
  /** Hash of the token of the sign-in that this is the second step of, in hexadecimal; null when it is a whole sign-in. */
  readonly secondFactor: string | null;
}

export interface TakenChallenge extends Content {
  readonly userId: string | null;
}

export interface PasskeyChallenges {
  create(
    purpose: ChallengePurpose,
    about: Omit<Content, 'challenge'> & { readonly userId: string | null },
    options: (challenge: string) => Promise<PasskeyOptions>,
  ): Promise<PasskeyChallenge>;
  /** @returns null when it is unknown, used or too old. */
  take(purpose: ChallengePurpose, challengeId: string): Promise<TakenChallenge | null>;
  /** @returns null for everything that no passkey known here signed for this challenge. */
  answerOf(taken: TakenChallenge, response: PasskeyResponse): Promise<PasskeyAnswer | null>;
}

export interface PasskeyChallengeParts {
  readonly challenges: ChallengeRepository;
  readonly passkeys: PasskeyRepository;
  readonly protocol: PasskeyProtocol;
  readonly tokens: RandomTokens;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createPasskeyChallenges(parts: PasskeyChallengeParts): PasskeyChallenges {
  const { challenges, passkeys, protocol, tokens, transactions, clock } = parts;
  return {
    async create(purpose, { userId, ...about }, options) {
      const challengeId = tokens.create();
      const challenge = tokens.create();
      const expiresAt = new Date(clock.now().getTime() + challengeMs);
      const content: Content = { challenge, ...about };
      const tokenHash = tokens.digest(challengeId);
      await transactions.asSystem(() => challenges.insert({ tokenHash, purpose, userId, content, expiresAt }));
      return { challengeId, options: { ...(await options(challenge)) }, expiresAt: expiresAt.toISOString() };
    },

    // Apart from what it is used for: a challenge that was answered wrongly is used as well.
    async take(purpose, challengeId) {
      const hash = tokens.digest(challengeId);
      const taken = await transactions.apart(() =>
        transactions.asSystem(() => challenges.use(hash, purpose, clock.now())),
      );
      return taken === null ? null : { ...(taken.content as Content), userId: taken.userId };
    },

    async answerOf({ party, challenge }, response) {
      const credentialId = response['id'];
      if (typeof credentialId !== 'string') return null;
      const passkey = await transactions.asSystem(() => passkeys.findByCredential(credentialId));
      if (passkey === null) return null;
      const use = await protocol.verifyUse(response, party, challenge, passkey);
      return use === null ? null : { passkey, use };
    },
  };
}
