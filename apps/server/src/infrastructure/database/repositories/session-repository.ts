import { and, desc, eq, gt, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { SessionEnding } from '../../../domain/identity/ports.ts';
import type { SessionChoice, SessionRepository } from '../../../domain/identity/sessions/ports.ts';
import { refreshTokens, revokedAccessTokens, sessions, users } from '../schema/index.ts';
import { sessionEndingsChannel } from '../session-endings.ts';

export function createSessionRepository(orm: NodePgDatabase): SessionRepository {
  return {
    ...sessionRows(orm),
    ...tokenRows(orm),
    ...endings(orm),
    async findUser(userId) {
      const [found] = await orm.select(userColumns).from(users).where(eq(users.id, userId));
      return found ?? null;
    },
    async principalOf(sessionId, tokenId) {
      const [found] = await orm
        .select({
          ...principalColumns,
          user: userColumns,
          isTokenRevoked: sql<boolean>`${revokedAccessTokens.tokenId} is not null`,
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .leftJoin(revokedAccessTokens, eq(revokedAccessTokens.tokenId, tokenId))
        .where(eq(sessions.id, sessionId));
      return found ?? null;
    },
  };
}

const userColumns = {
  id: users.id,
  displayName: users.displayName,
  role: users.role,
  isDemo: users.isDemo,
  isActive: sql<boolean>`${users.status} = 'active'`,
};

const principalColumns = {
  id: sessions.id,
  userId: sessions.userId,
  client: sessions.client,
  assurance: sessions.assurance,
  idleExpiresAt: sessions.idleExpiresAt,
  expiresAt: sessions.expiresAt,
  confirmedAt: sessions.confirmedAt,
  endedAt: sessions.endedAt,
};

const sessionColumns = {
  id: sessions.id,
  userId: sessions.userId,
  client: sessions.client,
  assurance: sessions.assurance,
  device: sessions.device,
  address: sessions.address,
  createdAt: sessions.createdAt,
  lastUsedAt: sessions.lastUsedAt,
  idleExpiresAt: sessions.idleExpiresAt,
  expiresAt: sessions.expiresAt,
  confirmedAt: sessions.confirmedAt,
};

type SessionRows = Pick<
  SessionRepository,
  'insert' | 'lock' | 'touch' | 'setConfirmed' | 'raiseAssurance' | 'listLiving'
>;

function sessionRows(orm: NodePgDatabase): SessionRows {
  return {
    async insert(session) {
      await orm.insert(sessions).values(session);
    },
    async lock(sessionId) {
      // Locked first and read then: whoever had to wait for the lock must see what the other one did.
      await orm.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, sessionId)).for('update');
      const [found] = await orm
        .select({ ...sessionColumns, endedAt: sessions.endedAt, user: userColumns })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(eq(sessions.id, sessionId));
      return found ?? null;
    },
    async touch(sessionId, use) {
      await orm.update(sessions).set(use).where(eq(sessions.id, sessionId));
    },
    async setConfirmed(sessionId, at) {
      await orm.update(sessions).set({ confirmedAt: at }).where(eq(sessions.id, sessionId));
    },
    async raiseAssurance(sessionId, at) {
      await orm.update(sessions).set({ assurance: 'full', confirmedAt: at }).where(eq(sessions.id, sessionId));
    },
    listLiving: (userId, now) =>
      orm
        .select(sessionColumns)
        .from(sessions)
        .where(
          and(
            eq(sessions.userId, userId),
            isNull(sessions.endedAt),
            gt(sessions.idleExpiresAt, now),
            gt(sessions.expiresAt, now),
          ),
        )
        .orderBy(desc(sessions.lastUsedAt), sessions.id),
  };
}

type TokenRows = Pick<
  SessionRepository,
  'insertToken' | 'sessionIdOf' | 'findToken' | 'useToken' | 'revokeAccessToken' | 'eraseSuccessors'
>;

function tokenRows(orm: NodePgDatabase): TokenRows {
  return {
    async insertToken(token) {
      await orm.insert(refreshTokens).values(token);
    },
    async sessionIdOf(tokenHash) {
      const [found] = await orm
        .select({ sessionId: refreshTokens.sessionId })
        .from(refreshTokens)
        .where(eq(refreshTokens.tokenHash, tokenHash));
      return found?.sessionId ?? null;
    },
    async findToken(tokenHash) {
      const [found] = await orm
        .select({
          id: refreshTokens.id,
          sessionId: refreshTokens.sessionId,
          usedAt: refreshTokens.usedAt,
          successorSealed: refreshTokens.successorSealed,
        })
        .from(refreshTokens)
        .where(eq(refreshTokens.tokenHash, tokenHash));
      return found ?? null;
    },
    async useToken(tokenId, usedAt, successorSealed) {
      await orm.update(refreshTokens).set({ usedAt, successorSealed }).where(eq(refreshTokens.id, tokenId));
    },
    async revokeAccessToken(token) {
      await orm.insert(revokedAccessTokens).values(token).onConflictDoNothing();
    },
    async eraseSuccessors(usedBefore) {
      await orm
        .update(refreshTokens)
        .set({ successorSealed: null })
        .where(and(isNotNull(refreshTokens.successorSealed), lt(refreshTokens.usedAt, usedBefore)));
    },
  };
}

type Endings = Pick<SessionRepository, 'end' | 'endExpired' | 'endedSince'>;

const endingColumns = { sessionId: sessions.id, userId: sessions.userId, reason: sessions.endReason };

function endings(orm: NodePgDatabase): Endings {
  const endWhere = async (
    which: SQL | undefined,
    reason: SessionEnding['reason'],
    at: Date,
  ): Promise<readonly SessionEnding[]> => {
    const ended = await orm
      .update(sessions)
      .set({ endedAt: at, endReason: reason })
      .where(and(isNull(sessions.endedAt), which))
      .returning({ sessionId: sessions.id, userId: sessions.userId });
    for (const { sessionId, userId } of ended) {
      // Sent by PostgreSQL when the transaction is committed, and not at all when it is not.
      await orm.execute(
        sql`select pg_notify(${sessionEndingsChannel}, ${JSON.stringify({ sessionId, userId, reason })})`,
      );
    }
    return ended.map(({ sessionId, userId }) => ({ sessionId, userId, reason }));
  };
  return {
    end: (choice, reason, at) => endWhere(chosen(choice), reason, at),
    endExpired: (now) => endWhere(or(lte(sessions.idleExpiresAt, now), lte(sessions.expiresAt, now)), 'expired', now),
    async endedSince(since) {
      const ended = await orm
        .select(endingColumns)
        .from(sessions)
        .where(and(isNotNull(sessions.endedAt), gt(sessions.endedAt, since)));
      return ended.map(({ reason, ...ids }) => ({ ...ids, reason: reason as SessionEnding['reason'] }));
    },
  };
}

function chosen(choice: SessionChoice): SQL | undefined {
  if ('sessionId' in choice) {
    const ofUser = choice.userId === undefined ? undefined : eq(sessions.userId, choice.userId);
    return and(eq(sessions.id, choice.sessionId), ofUser);
  }
  const notExcepted = choice.except === undefined ? undefined : ne(sessions.id, choice.except);
  return and(eq(sessions.userId, choice.userId), notExcepted);
}
