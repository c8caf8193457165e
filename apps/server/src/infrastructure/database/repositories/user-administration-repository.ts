import { and, asc, eq, inArray, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AdministeredUser, UserAdministrationRepository } from '../../../domain/administration/ports.ts';
import { accounts, challenges, passkeys, recoveryCodes, sessions, users } from '../schema/index.ts';

export function createUserAdministrationRepository(orm: NodePgDatabase): UserAdministrationRepository {
  const find = async (userId: string, now: Date) => {
    const [row] = await selectUsers(orm, now).where(eq(users.id, userId));
    return row === undefined ? null : toUser(row);
  };
  return {
    async list(now) {
      const rows = await selectUsers(orm, now).orderBy(asc(users.createdAt), asc(users.id));
      return rows.map(toUser);
    },
    find,
    async lockAdministrators() {
      const rows = await orm
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.role, 'admin'), eq(users.status, 'active')))
        // In one order, so that two who do this at once do not wait for each other.
        .orderBy(asc(users.id))
        .for('update');
      return rows.map(({ id }) => id);
    },
    async lock(userId, now) {
      // Locked first and read then: what others stored meanwhile is seen.
      await orm.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
      return find(userId, now);
    },
    async set(userId, { role, status }) {
      await orm.update(users).set({ role, status }).where(eq(users.id, userId));
    },
    ...factorsOf(orm),
  };
}

type Factors = Pick<UserAdministrationRepository, 'clearFactorFailures' | 'removeFactors' | 'requireEnrolment'>;

function factorsOf(orm: NodePgDatabase): Factors {
  return {
    async clearFactorFailures(userId) {
      await orm
        .update(accounts)
        .set({ factorFailures: 0, factorBlockedUntil: null })
        .where(eq(accounts.userId, userId));
    },
    async removeFactors(userId) {
      await orm
        .update(accounts)
        .set({
          totpSecretSealed: null,
          totpConfirmedAt: null,
          totpLastStep: null,
          factorFailures: 0,
          factorBlockedUntil: null,
        })
        .where(eq(accounts.userId, userId));
      await orm.delete(passkeys).where(eq(passkeys.userId, userId));
      await orm.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
      await orm.delete(challenges).where(eq(challenges.userId, userId));
    },
    async requireEnrolment(roles) {
      if (roles.length === 0) return [];
      const own = eq(passkeys.userId, sessions.userId);
      const withTotp = and(eq(accounts.userId, sessions.userId), isNotNull(accounts.totpConfirmedAt));
      const ofRoles = orm
        .select({ id: users.id })
        .from(users)
        .where(and(inArray(users.role, [...roles]), eq(users.isDemo, false)));
      const lowered = await orm
        .update(sessions)
        .set({ assurance: 'enrolment' })
        .where(
          and(
            isNull(sessions.endedAt),
            eq(sessions.assurance, 'full'),
            inArray(sessions.userId, ofRoles),
            notExists(orm.select({ one: sql`1` }).from(passkeys).where(own)),
            notExists(orm.select({ one: sql`1` }).from(accounts).where(withTotp)),
          ),
        )
        .returning({ id: sessions.id });
      return lowered.map(({ id }) => id);
    },
  };
}

/** How long administrators are told of what happened to an account. */
const notedMs = 7 * 86_400_000;

function selectUsers(orm: NodePgDatabase, now: Date) {
  const at = now.toISOString();
  const since = new Date(now.getTime() - notedMs).toISOString();
  return orm
    .select({
      id: users.id,
      displayName: users.displayName,
      role: users.role,
      status: users.status,
      isDemo: users.isDemo,
      createdAt: users.createdAt,
      emailSealed: accounts.emailSealed,
      emailIndex: accounts.emailIndex,
      hasTotp: sql<boolean>`${accounts.totpConfirmedAt} is not null`,
      factorBlockedUntil: accounts.factorBlockedUntil,
      lastSignedInAt: accounts.lastSignedInAt,
      passkeyCount: sql<number>`(select count(*)::int from passkeys where user_id = ${users.id})`,
      recoveryCodesLeft: sql<number>`(select count(*)::int from recovery_codes where user_id = ${users.id} and used_at is null)`,
      sessionCount: sql<number>`(select count(*)::int from sessions where user_id = ${users.id}
        and ended_at is null and idle_expires_at > ${at}::timestamptz and expires_at > ${at}::timestamptz)`,
      apiKeyCount: sql<number>`(select count(*)::int from api_keys where user_id = ${users.id}
        and revoked_at is null and expires_at > ${at}::timestamptz)`,
      shareCount: sql<number>`(select count(*)::int from portfolio_shares where grantee_id = ${users.id}
        and revoked_at is null and (expires_at is null or expires_at > ${at}::timestamptz))`,
      delayedAt: sql<string | null>`(select max(recorded_at) from audit_entries where owner_id = ${users.id}
        and recorded_at > ${since}::timestamptz and ((action = 'session.sign-in-refused'
        and (content::json -> 'after' ->> 'delayedUntil') is not null) or (action in
        ('session.second-factor-refused', 'session.confirmation-refused', 'factor.confirmation-refused')
        and content::json ->> 'reason' = 'too-many-failures')))`,
      tokenReplayedAt: sql<string | null>`(select max(recorded_at) from audit_entries where owner_id = ${users.id}
        and recorded_at > ${since}::timestamptz and action = 'session.token-replayed')`,
    })
    .from(users)
    .leftJoin(accounts, eq(accounts.userId, users.id))
    .$dynamic();
}

type UserRow = Awaited<ReturnType<typeof selectUsers>>[number];

function toUser(row: UserRow): AdministeredUser {
  const { emailSealed, emailIndex, hasTotp, factorBlockedUntil, lastSignedInAt, delayedAt, tokenReplayedAt, ...user } =
    row;
  const account =
    emailSealed === null || emailIndex === null
      ? null
      : { emailSealed, emailIndex, hasTotp, factorBlockedUntil, lastSignedInAt };
  return { ...user, delayedAt: dateOf(delayedAt), tokenReplayedAt: dateOf(tokenReplayedAt), account };
}

/** What comes of an expression is not mapped as a column is. */
function dateOf(at: string | Date | null): Date | null {
  return at === null ? null : new Date(at);
}
