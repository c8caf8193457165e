import { lt, or, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import {
  apiKeys,
  challenges,
  idempotencyKeys,
  invitations,
  knownDevices,
  oneTimeTokens,
  revokedAccessTokens,
  sessions,
  signInThrottles,
  streamTickets,
  users,
} from '../schema/index.ts';
import { deviceKnownMs } from './known-device-repository.ts';

const dayMs = 86_400_000;
/** What is over is kept for a while, so that people see it in their lists and a late replay is still known as one. */
const keptMs = 30 * dayMs;
const unconfirmedMs = 2 * dayMs;

/** Removes what has served its time from the tables of identity; the audit trail keeps what happened. */
export async function deleteExpiredIdentity(orm: NodePgDatabase, now: Date): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const removals: readonly (readonly [Parameters<NodePgDatabase['delete']>[0], SQL | undefined])[] = [
    [revokedAccessTokens, lt(revokedAccessTokens.expiresAt, now)],
    [streamTickets, lt(streamTickets.expiresAt, now)],
    [challenges, lt(challenges.expiresAt, now)],
    [oneTimeTokens, lt(oneTimeTokens.expiresAt, ago(keptMs))],
    [signInThrottles, lt(signInThrottles.lastFailureAt, ago(dayMs))],
    [knownDevices, lt(knownDevices.lastUsedAt, ago(deviceKnownMs))],
    [idempotencyKeys, lt(idempotencyKeys.createdAt, ago(dayMs))],
    [invitations, lt(invitations.expiresAt, ago(keptMs))],
    [apiKeys, or(lt(apiKeys.expiresAt, ago(keptMs)), lt(apiKeys.revokedAt, ago(keptMs)))],
    // Their refresh tokens go with them.
    [sessions, or(lt(sessions.endedAt, ago(keptMs)), lt(sessions.expiresAt, ago(keptMs)))],
    [users, sql`${users.status} = 'pending' and ${users.createdAt} < ${ago(unconfirmedMs)}`],
  ];
  for (const [table, isOver] of removals) await orm.delete(table).where(isOver);
}
