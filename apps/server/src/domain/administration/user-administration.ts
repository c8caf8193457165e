/** What administrators do with users. Every change is one transaction with its audit entries. */
import type { Role, UserSummary, userChange } from '@riskoptimizer/contracts';
import type { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { FieldCipher } from '../cryptography/ports.ts';
import type { ApiKeyRevocation } from '../identity/api-keys/api-key-revocation.ts';
import type { KnownDevices } from '../identity/devices/ports.ts';
import { proofCounters } from '../identity/factors/attempts.ts';
import type { SessionService, SettingsService } from '../identity/ports.ts';
import type { Throttle } from '../identity/throttling/throttle.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { AdministeredUser, UserAdministrationRepository } from './ports.ts';
import { auditOf, emailOf, factorsOf, summaryOf } from './user-summary.ts';

export interface UserAdministrationParts {
  readonly users: UserAdministrationRepository;
  readonly devices: Pick<KnownDevices, 'keysOf'>;
  readonly sessions: Pick<SessionService, 'endSessions'>;
  readonly apiKeyRevocation: ApiKeyRevocation;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly throttle: Pick<Throttle, 'clear' | 'clearCounters' | 'delayedUntil'>;
  readonly cipher: FieldCipher;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

type UserChange = z.infer<typeof userChange>;

export interface UserAdministration {
  list(): Promise<UserSummary[]>;
  /** @param actorId The administrator, whose own role and status are for others to change. */
  update(actorId: string, userId: string, change: UserChange): Promise<UserSummary>;
  /** API keys go with the sessions: whoever is signed out by somebody else is to be out. */
  endSessions(userId: string): Promise<void>;
  unlock(userId: string): Promise<UserSummary>;
  resetFactors(actorId: string, userId: string): Promise<UserSummary>;
}

export function createUserAdministration(parts: UserAdministrationParts): UserAdministration {
  const { users, devices, sessions, apiKeyRevocation, throttle, cipher, transactions, clock } = parts;
  const inSystem = <Result>(work: () => Promise<Result>): Promise<Result> =>
    transactions.asSystem(() => transactions.run(work));

  const summarise = async (user: AdministeredUser): Promise<UserSummary> => {
    const throttledUntil = user.account === null ? null : await throttle.delayedUntil(user.account.emailIndex);
    const summary = summaryOf(user, emailOf(user, cipher), throttledUntil);
    const isPast = summary.lockedUntil !== null && new Date(summary.lockedUntil) <= clock.now();
    return isPast ? { ...summary, lockedUntil: null } : summary;
  };
  const locked = async (userId: string) => (await users.lock(userId, clock.now())) ?? missing();
  const record = (action: string, userId: string, before: AdministeredUser, after: AdministeredUser) =>
    transactions.record({
      action,
      entity: { type: 'user', id: userId },
      ownerId: userId,
      before: auditOf(before, emailOf(before, cipher)),
      after: auditOf(after, emailOf(after, cipher)),
    });

  return {
    list: () =>
      transactions.asSystem(async () => {
        const summaries: UserSummary[] = [];
        for (const user of await users.list(clock.now())) summaries.push(await summarise(user));
        return summaries;
      }),

    update: (actorId, userId, change) =>
      inSystem(async () => {
        const administrators = await users.lockAdministrators();
        // Demoted or disabled while this request was on its way.
        if (!administrators.includes(actorId))
          throw new ProblemError('permission-denied', 'You are not an administrator any more.');
        const before = await locked(userId);
        const after = { ...before, role: change.role ?? before.role, status: change.status ?? before.status };
        if (after.role === before.role && after.status === before.status) return summarise(before);
        requireChangeable(before, actorId);
        requireAdministratorLeft(administrators, before, after);
        await users.set(userId, after);
        if (after.status === 'disabled') {
          await sessions.endSessions(userId, 'account-disabled');
          await apiKeyRevocation.revokeAll(userId, 'account-disabled');
        }
        if (after.role !== before.role) await users.requireEnrolment(await rolesWithFactor(parts, after.role));
        record('user.updated', userId, before, after);
        return summarise((await users.find(userId, clock.now())) ?? missing());
      }),

    endSessions: (userId) =>
      inSystem(async () => {
        await locked(userId);
        await sessions.endSessions(userId, 'ended-by-administrator');
        await apiKeyRevocation.revokeAll(userId, 'ended-by-administrator');
      }),

    unlock: (userId) =>
      inSystem(async () => {
        const user = await locked(userId);
        const { account } = user;
        if (account === null) throw noAccount();
        const deviceKeys = await devices.keysOf(userId);
        await throttle.clear(account.emailIndex, deviceKeys);
        await throttle.clearCounters(proofCounters(userId, deviceKeys));
        await users.clearFactorFailures(userId);
        record('user.unlocked', userId, user, user);
        return summarise((await users.find(userId, clock.now())) ?? missing());
      }),

    resetFactors: (actorId, userId) =>
      inSystem(async () => {
        const before = await locked(userId);
        if (before.account === null) throw noAccount();
        if (userId === actorId) {
          const detail = 'Your own second factors are changed under Security, or reset by another administrator.';
          throw new ProblemError('state-conflict', detail);
        }
        await users.removeFactors(userId);
        await throttle.clearCounters(proofCounters(userId, await devices.keysOf(userId)));
        await sessions.endSessions(userId, 'ended-by-administrator');
        const after = (await users.find(userId, clock.now())) ?? missing();
        if (factorsOf(after).length > 0) throw new Error('Second factors were left.');
        record('user.factors-reset', userId, before, after);
        return summarise(after);
      }),
  };
}

async function rolesWithFactor({ settings }: Pick<UserAdministrationParts, 'settings'>, role: Role): Promise<Role[]> {
  const { secondFactorRoles } = await settings.get();
  return role === 'admin' || secondFactorRoles.includes(role) ? [role] : [];
}

function requireChangeable(user: AdministeredUser, actorId: string): void {
  if (user.id === actorId) {
    const detail = 'Your own role and status are changed by another administrator.';
    throw new ProblemError('state-conflict', detail);
  }
  if (user.account === null) throw noAccount();
  if (user.status !== 'pending') return;
  const detail = 'This account waits for the confirmation of its e-mail address. Its owner has the link.';
  throw new ProblemError('state-conflict', detail);
}

type Standing = Pick<AdministeredUser, 'id' | 'role' | 'status'>;

function requireAdministratorLeft(administrators: readonly string[], before: Standing, after: Standing): void {
  const remains = after.role === 'admin' && after.status === 'active';
  if (remains || !administrators.includes(before.id) || administrators.some((id) => id !== before.id)) return;
  const detail = 'This is the last active administrator. Make somebody else one first.';
  throw new ProblemError('state-conflict', detail);
}

function noAccount(): ProblemError {
  return new ProblemError('state-conflict', 'The demo user has no account, so there is nothing to change.');
}

function missing(): never {
  throw new ProblemError('not-found', 'There is no such user.');
}
