/** One's own second factors: the authenticator app and the recovery codes, and what there is in all. Passkeys have their own file. */
import type { Factors } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { FieldCipher, Totp } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { SessionService } from '../ports.ts';
import {
  afterFactorAdded,
  type FactorActor,
  type RecoveryParts,
  renewRecoveryCodes,
  requireMayEnrol,
  requireMayRemove,
} from './enrolment.ts';
import { factorCount, methodsOf, requireAccount } from './methods.ts';
import { presentPasskey } from './passkey-service.ts';
import type { FactorAccount, FactorRepository, PasskeyRepository } from './ports.ts';
import { type ProofDoor, ProofRefused } from './proof-door.ts';
import { totpSecretPlace } from './proofs.ts';

export interface FactorService {
  list(userId: string): Promise<Factors>;
  /** A new secret, which counts once its first code was given. */
  beginTotp(actor: FactorActor): Promise<{ readonly secret: string; readonly uri: string }>;
  /** @returns recovery codes, when this is the first factor. */
  confirmTotp(actor: FactorActor, code: string): Promise<string[]>;
  removeTotp(actor: FactorActor): Promise<void>;
  /** New recovery codes; the old ones stop working. */
  createRecoveryCodes(actor: FactorActor): Promise<string[]>;
}

export interface FactorParts extends RecoveryParts {
  readonly factors: FactorRepository;
  readonly passkeys: PasskeyRepository;
  readonly sessions: Pick<SessionService, 'raiseAssurance'>;
  readonly roleNeedsFactor: (role: FactorAccount['role']) => Promise<boolean>;
  readonly door: ProofDoor;
  readonly cipher: FieldCipher;
  readonly totp: Totp;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** How the account is called in the authenticator app. */
const issuer = 'RiskOptimizer';

export function createFactorService(parts: FactorParts): FactorService {
  const { factors, passkeys, transactions } = parts;
  return {
    list: (userId) =>
      transactions.asSystem(async () => {
        const account = requireAccount(await factors.find(userId));
        const confirmedAt = account.totp?.confirmedAt ?? null;
        return {
          totp: confirmedAt === null ? null : { enabledAt: confirmedAt.toISOString() },
          passkeys: (await passkeys.list(userId)).map(presentPasskey),
          recoveryCodesLeft: account.recoveryCodesLeft,
        };
      }),
    beginTotp: (actor) => beginTotp(parts, actor),
    confirmTotp: (actor, code) => confirmTotp(parts, actor, code),
    removeTotp: (actor) => removeTotp(parts, actor),
    createRecoveryCodes: (actor) => createRecoveryCodes(parts, actor),
  };
}

function beginTotp({ factors, cipher, totp, transactions }: FactorParts, actor: FactorActor) {
  const { userId } = actor;
  return transactions.asSystem(() =>
    transactions.run(async (transaction) => {
      const account = requireMayEnrol(actor, await factors.lock(userId, transaction));
      refuseSecondApp(account);
      const secret = totp.newSecret();
      await factors.storeTotpSecret(userId, cipher.seal(totpSecretPlace(userId), secret), transaction);
      const email = cipher.open({ table: 'accounts', column: 'email_sealed', row: userId }, account.emailSealed);
      return { secret, uri: totp.uri(secret, email, issuer) };
    }),
  );
}

async function confirmTotp(parts: FactorParts, actor: FactorActor, code: string): Promise<string[]> {
  const { factors, cipher, totp, door, transactions, clock } = parts;
  const { userId } = actor;
  const begun = requireMayEnrol(actor, await transactions.asSystem(() => factors.find(userId)));
  refuseSecondApp(begun);
  if (begun.totp === null) throw nothingBegun();
  const attempt = {
    userId,
    place: { kind: 'session' } as const,
    refusedAction: 'factor.confirmation-refused',
    refusal: wrongCode,
  };
  return door.pass(attempt, async (account, transaction, attempted) => {
    requireMayEnrol(actor, account);
    refuseSecondApp(account);
    if (account.totp === null) throw nothingBegun();
    const { secretSealed } = account.totp;
    const step = totp.matchingStep(cipher.open(totpSecretPlace(userId), secretSealed), code, clock.now());
    if (step === null) throw new ProofRefused('code-wrong');
    if (!(await factors.takeTotpStep(userId, secretSealed, step, transaction))) throw new ProofRefused('code-used');
    await factors.confirmTotp(userId, clock.now(), transaction);
    // A secret that is one's own is no proof: beside another factor it must not give back the tries that were used up.
    if (factorCount(account) === 0) await attempted.giveBack(transaction);
    recordChange(transactions, 'factor.added', account, ['totp', ...methodsOf(account)]);
    return afterFactorAdded(parts, actor, account, transaction);
  });
}

async function removeTotp(parts: FactorParts, actor: FactorActor): Promise<void> {
  const { factors, recoveryCodes, transactions } = parts;
  await transactions.asSystem(() =>
    transactions.run(async (transaction) => {
      const account = requireAccount(await factors.lock(actor.userId, transaction));
      if (account.totp?.confirmedAt == null)
        throw new ProblemError('not-found', 'No authenticator app is set up for this account.');
      requireMayRemove(account, await parts.roleNeedsFactor(account.role));
      await factors.removeTotp(actor.userId, transaction);
      if (factorCount(account) === 1) await recoveryCodes.deleteAll(actor.userId, transaction);
      const left = methodsOf({ ...account, totp: null });
      recordChange(transactions, 'factor.removed', account, left);
    }),
  );
}

function createRecoveryCodes(parts: FactorParts, actor: FactorActor): Promise<string[]> {
  const { factors, transactions } = parts;
  return transactions.asSystem(() =>
    transactions.run(async (transaction) => {
      const account = requireMayEnrol(actor, await factors.lock(actor.userId, transaction));
      if (factorCount(account) === 0) {
        const detail = 'Recovery codes stand in for a second factor, and this account has none. Add one first.';
        throw new ProblemError('state-conflict', detail);
      }
      const codes = await renewRecoveryCodes(parts, actor.userId, transaction);
      transactions.record({
        action: 'recovery-codes.created',
        entity: { type: 'account', id: actor.userId },
        before: { recoveryCodesLeft: account.recoveryCodesLeft },
        after: { recoveryCodesLeft: codes.length },
      });
      return codes;
    }),
  );
}

function recordChange(transactions: Transactions, action: string, before: FactorAccount, after: readonly string[]) {
  transactions.record({
    action,
    entity: { type: 'account', id: before.userId },
    before: { factors: methodsOf(before) },
    after: { factors: [...after] },
  });
}

function refuseSecondApp({ totp }: FactorAccount): void {
  if (totp?.confirmedAt == null) return;
  const detail = 'An authenticator app is set up already. Remove it first to set up another one.';
  throw new ProblemError('state-conflict', detail);
}

function nothingBegun(): ProblemError {
  return new ProblemError('state-conflict', 'No authenticator app is being set up. Begin anew to get a secret.');
}

function wrongCode(): ProblemError {
  const message = 'This is not the code that belongs to the secret at this moment, or it was used before.';
  const remedy = 'Wait for the next code. If that is refused too, check the clock of the device.';
  return new ProblemError('request-invalid', `${message} ${remedy}`, {
    errors: [{ field: '/code', message, remedy }],
  });
}
