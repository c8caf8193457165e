/** One's own passkeys: added, listed, removed. */
import type { Passkey, PasskeyChallenge } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { FieldCipher } from '../../cryptography/ports.ts';
import type { Transaction, Transactions } from '../../transactions/ports.ts';
import type { SessionService } from '../ports.ts';
import {
  afterFactorAdded,
  type FactorActor,
  type RecoveryParts,
  requireMayEnrol,
  requireMayRemove,
} from './enrolment.ts';
import { factorCount, methodsOf, requireAccount } from './methods.ts';
import type { PasskeyChallenges } from './passkey-challenges.ts';
import type {
  FactorAccount,
  FactorRepository,
  PasskeyProtocol,
  PasskeyRepository,
  PasskeyResponse,
  StoredPasskey,
} from './ports.ts';
import { requireRelyingParty } from './relying-party.ts';

export interface PasskeyService {
  /** @throws ProblemError `state-conflict` under an IP address. */
  begin(actor: FactorActor, origin: string): Promise<PasskeyChallenge>;
  /** @returns recovery codes, when this is the first factor. */
  add(actor: FactorActor, challengeId: string, name: string, response: PasskeyResponse): Promise<string[]>;
  remove(actor: FactorActor, passkeyId: string): Promise<void>;
}

export interface PasskeyParts extends RecoveryParts {
  readonly factors: FactorRepository;
  readonly passkeys: PasskeyRepository;
  readonly passkeyChallenges: PasskeyChallenges;
  readonly protocol: PasskeyProtocol;
  readonly sessions: Pick<SessionService, 'raiseAssurance'>;
  readonly roleNeedsFactor: (role: FactorAccount['role']) => Promise<boolean>;
  readonly cipher: FieldCipher;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** Telephones, computers and keys of one person. */
const passkeysMax = 20;

export function createPasskeyService(parts: PasskeyParts): PasskeyService {
  return {
    begin: (actor, origin) => begin(parts, actor, origin),
    add: (actor, challengeId, name, response) => add(parts, actor, challengeId, name, response),
    remove: (actor, passkeyId) => remove(parts, actor, passkeyId),
  };
}

async function begin(parts: PasskeyParts, actor: FactorActor, origin: string): Promise<PasskeyChallenge> {
  const { factors, passkeys, passkeyChallenges, protocol, cipher, transactions } = parts;
  const { userId } = actor;
  const party = requireRelyingParty(origin);
  const { account, present } = await transactions.asSystem(async () => ({
    account: requireMayEnrol(actor, await factors.find(userId)),
    present: await passkeys.list(userId),
  }));
  refuseTooMany(account);
  const email = cipher.open({ table: 'accounts', column: 'email_sealed', row: userId }, account.emailSealed);
  const user = { id: userId, name: email, displayName: account.displayName };
  return passkeyChallenges.create('passkey-registration', { party, userId, secondFactor: null }, (challenge) =>
    protocol.registrationOptions(party, user, present, challenge),
  );
}

async function add(
  parts: PasskeyParts,
  actor: FactorActor,
  challengeId: string,
  name: string,
  response: PasskeyResponse,
): Promise<string[]> {
  const { factors, passkeys, passkeyChallenges, protocol, transactions, clock, createId } = parts;
  const { userId } = actor;
  const taken = await passkeyChallenges.take('passkey-registration', challengeId);
  if (taken === null || taken.userId !== userId) throw passkeyRefused();
  const verified = await protocol.verifyRegistration(response, taken.party, taken.challenge);
  if (verified === null) throw passkeyRefused();
  return transactions.asSystem(() =>
    transactions.run(async (transaction) => {
      const account = requireMayEnrol(actor, await factors.lock(userId, transaction));
      refuseTooMany(account);
      const passkey = { ...verified, id: createId(), userId, name, createdAt: clock.now(), lastUsedAt: null };
      if (!(await passkeys.insert(passkey, transaction)))
        throw new ProblemError('already-exists', 'This passkey is stored already.');
      const after = methodsOf({ ...account, passkeyCount: account.passkeyCount + 1 });
      recordChange(parts, 'factor.added', account, after, passkey);
      return afterFactorAdded(parts, actor, account, transaction);
    }),
  );
}

async function remove(parts: PasskeyParts, { userId }: FactorActor, passkeyId: string): Promise<void> {
  const { factors, passkeys, recoveryCodes, transactions } = parts;
  const work = async (transaction: Transaction) => {
    const account = requireAccount(await factors.lock(userId, transaction));
    const removed = await passkeys.delete(userId, passkeyId, transaction);
    // What belongs to somebody else is not there.
    if (removed === null) throw new ProblemError('not-found', 'There is no such passkey.');
    requireMayRemove(account, await parts.roleNeedsFactor(account.role));
    if (factorCount(account) === 1) await recoveryCodes.deleteAll(userId, transaction);
    const after = methodsOf({ ...account, passkeyCount: account.passkeyCount - 1 });
    recordChange(parts, 'factor.removed', account, after, removed);
  };
  await transactions.asSystem(() => transactions.run(work));
}

export function presentPasskey({ id, name, createdAt, lastUsedAt, backedUp }: StoredPasskey): Passkey {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, backedUp };
}

function recordChange(
  { transactions }: PasskeyParts,
  action: string,
  before: FactorAccount,
  factors: readonly string[],
  { id, name }: { readonly id: string; readonly name: string },
): void {
  transactions.record({
    action,
    entity: { type: 'account', id: before.userId },
    before: { factors: methodsOf(before) },
    after: { factors: [...factors], passkey: { id, name } },
  });
}

function refuseTooMany({ passkeyCount }: FactorAccount): void {
  if (passkeyCount < passkeysMax) return;
  throw new ProblemError('state-conflict', `An account has at most ${passkeysMax} passkeys. Remove one first.`);
}

/** The same words for another challenge, origin, type, or an answer that cannot be read. */
function passkeyRefused(): ProblemError {
  const message = 'This is not the answer of an authenticator to the challenge that was just given here.';
  const remedy = 'Begin anew, on this page, and unlock the device when it asks.';
  return new ProblemError('request-invalid', `${message} ${remedy}`, {
    errors: [{ field: '/response', message, remedy }],
  });
}
