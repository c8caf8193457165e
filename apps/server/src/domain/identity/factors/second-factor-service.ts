/** The second step of signing in, and signing in with nothing but a passkey. */
import type { PasskeyChallenge } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import type { RandomTokens } from '../../cryptography/ports.ts';
import type { Transaction, Transactions } from '../../transactions/ports.ts';
import type { ClientFacts, SecondFactors, SessionService, StartedSession } from '../ports.ts';
import { methodsOf } from './methods.ts';
import { challengeMs, type PasskeyChallenges } from './passkey-challenges.ts';
import type {
  ChallengeRepository,
  FactorAccount,
  FactorRepository,
  PasskeyProtocol,
  PasskeyRepository,
  PasskeyResponse,
  StoredChallenge,
} from './ports.ts';
import { type ProofDoor, ProofRefused, proofRefused } from './proof-door.ts';
import type { PasskeyAnswer, Proof, Proofs } from './proofs.ts';
import { requireRelyingParty } from './relying-party.ts';
import { userHandleOf } from './user-handle.ts';

export interface SecondFactorService extends SecondFactors {
  /** @throws ProblemError `sign-in-refused`, `rate-limited` */
  complete(
    challengeToken: string,
    proof: Extract<Proof, { readonly code: string }>,
    client: ClientFacts,
  ): Promise<StartedSession>;
  /**
   * A challenge for a passkey to sign: of the sign-in under way, or of anybody.
   *
   * @throws ProblemError `state-conflict` under an IP address, `sign-in-refused` when no such sign-in is under way.
   */
  createPasskeyChallenge(origin: string, challengeToken: string | null): Promise<PasskeyChallenge>;
  /** @throws ProblemError `sign-in-refused`, `rate-limited` */
  signInWithPasskey(challengeId: string, response: PasskeyResponse, client: ClientFacts): Promise<StartedSession>;
}

export interface SecondFactorParts {
  readonly factors: FactorRepository;
  readonly passkeys: PasskeyRepository;
  readonly challenges: ChallengeRepository;
  readonly passkeyChallenges: PasskeyChallenges;
  readonly protocol: PasskeyProtocol;
  readonly sessions: Pick<SessionService, 'start'>;
  readonly door: ProofDoor;
  readonly proofs: Proofs;
  readonly tokens: RandomTokens;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

const refusedAction = 'session.second-factor-refused';

/** A changed password makes an older sign-in void. */
interface Content {
  readonly passwordChangedAt: string;
}

export function createSecondFactorService(parts: SecondFactorParts): SecondFactorService {
  const { factors, passkeys, challenges, passkeyChallenges, protocol, tokens, transactions, clock } = parts;

  return {
    methodsOf: async (userId) => methodsOf(await transactions.asSystem(() => factors.find(userId))),

    async beginSecondFactor(userId) {
      return transactions.asSystem(async () => {
        const account = await factors.find(userId);
        const methods = methodsOf(account);
        if (account === null || methods.length === 0) throw new Error('This account has no second factor to ask for.');
        const challengeToken = tokens.create();
        const expiresAt = new Date(clock.now().getTime() + challengeMs);
        const content: Content = { passwordChangedAt: account.passwordChangedAt.toISOString() };
        const tokenHash = tokens.digest(challengeToken);
        await challenges.insert({ tokenHash, purpose: 'second-factor', userId, content, expiresAt });
        return { challengeToken, methods, expiresAt };
      });
    },

    complete: (challengeToken, proof, client) => finish(parts, tokens.digest(challengeToken), proof, client),

    async createPasskeyChallenge(origin, challengeToken) {
      const party = requireRelyingParty(origin);
      if (challengeToken === null) {
        const about = { party, userId: null, secondFactor: null };
        return passkeyChallenges.create('passkey-sign-in', about, (challenge) =>
          protocol.signInOptions(party, [], challenge),
        );
      }
      const tokenHash = tokens.digest(challengeToken);
      const { userId } = await pendingSignIn(parts, tokenHash);
      const allowed = await transactions.asSystem(() => passkeys.list(userId));
      if (allowed.length === 0) throw proofRefused();
      const about = { party, userId, secondFactor: tokenHash.toString('hex') };
      return passkeyChallenges.create('passkey-sign-in', about, (challenge) =>
        protocol.signInOptions(party, allowed, challenge),
      );
    },

    async signInWithPasskey(challengeId, response, client) {
      const taken = await passkeyChallenges.take('passkey-sign-in', challengeId);
      if (taken === null) return refuseUnknown(parts, 'challenge-unknown');
      const answer = await passkeyChallenges.answerOf(taken, response);
      if (taken.secondFactor === null) return signInByPasskeyAlone(parts, answer, response, client);
      return finish(parts, Buffer.from(taken.secondFactor, 'hex'), { method: 'passkey', answer }, client);
    },
  };
}

/** The second step: the proof is taken, the challenge used and the session started together or not at all. */
async function finish(
  parts: SecondFactorParts,
  tokenHash: Buffer,
  proof: Proof,
  client: ClientFacts,
): Promise<StartedSession> {
  const { userId, content } = await pendingSignIn(parts, tokenHash);
  const place = { kind: 'sign-in', client, isGuessable: proof.method === 'totp' } as const;
  return parts.door.pass({ userId, place, refusedAction }, async (account, transaction, attempted) => {
    if (account.passwordChangedAt.toISOString() !== (content as Content).passwordChangedAt)
      throw new ProofRefused('password-changed');
    await parts.proofs.take(account, proof, transaction);
    const used = await parts.challenges.use(tokenHash, 'second-factor', parts.clock.now());
    if (used === null) throw new ProofRefused('challenge-used');
    await attempted.giveBack(transaction);
    return parts.sessions.start({ ...client, userId, assurance: 'full', confirmed: true });
  });
}

async function pendingSignIn(
  parts: SecondFactorParts,
  tokenHash: Buffer,
): Promise<StoredChallenge & { userId: string }> {
  const { challenges, transactions, clock } = parts;
  const pending = await transactions.asSystem(() => challenges.find(tokenHash, 'second-factor', clock.now()));
  if (pending === null || pending.userId === null) return refuseUnknown(parts, 'challenge-unknown');
  return { ...pending, userId: pending.userId };
}

/**
 * A passkey is two factors in one: the device, and the finger or number that opens it. It cannot be guessed, so wrong codes of
 * somebody who knows the password do not stand in its way.
 */
async function signInByPasskeyAlone(
  parts: SecondFactorParts,
  answer: PasskeyAnswer | null,
  response: PasskeyResponse,
  client: ClientFacts,
): Promise<StartedSession> {
  if (answer === null || !namesUser(response, answer.passkey.userId)) return refuseUnknown(parts, 'passkey-refused');
  const { factors, proofs, sessions, transactions } = parts;
  const { userId } = answer.passkey;
  const work = async (transaction: Transaction) => {
    const account: FactorAccount | null = await factors.lock(userId, transaction);
    if (account === null || !account.isActive) throw new ProofRefused('account-not-active');
    await proofs.take(account, { method: 'passkey', answer }, transaction);
    return sessions.start({ ...client, userId, assurance: 'full', confirmed: true });
  };
  try {
    return await transactions.asSystem(() => transactions.run(work));
  } catch (error) {
    if (!(error instanceof ProofRefused)) throw error;
    return refuseUnknown(parts, error.reason, userId);
  }
}

/** An answer without a name given has to carry the user it belongs to (WebAuthn level 3, 7.2, step 6). */
function namesUser(response: PasskeyResponse, userId: string): boolean {
  const { response: inner } = response as { readonly response?: { readonly userHandle?: unknown } };
  return inner?.userHandle === userHandleOf(userId);
}

async function refuseUnknown(parts: SecondFactorParts, reason: string, userId?: string): Promise<never> {
  await parts.door.recordRefusal(refusedAction, reason, userId);
  throw proofRefused();
}
