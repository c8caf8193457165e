/**
 * Taking back all API keys of somebody: whoever took over an account may have made one, which outlives every session and
 * every password.
 */
import type { Clock } from '../../../core/clock.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { ApiKeyRepository } from './ports.ts';
import { audited } from './present-api-key.ts';

export type RevocationReason =
  | 'password-reset'
  | 'password-changed'
  | 'signed-out-everywhere'
  | 'ended-by-administrator'
  | 'account-disabled';

export interface ApiKeyRevocation {
  /** Inside of a running transaction it is part of that one. Each key is an entry of the audit trail. @returns how many. */
  revokeAll(userId: string, reason: RevocationReason): Promise<number>;
}

export function createApiKeyRevocation(parts: {
  readonly apiKeys: Pick<ApiKeyRepository, 'revokeAll'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}): ApiKeyRevocation {
  const { apiKeys, transactions, clock } = parts;
  return {
    revokeAll: (userId, reason) =>
      transactions.asSystem(() =>
        transactions.run(async (transaction) => {
          const now = clock.now();
          const revoked = await apiKeys.revokeAll(userId, now, transaction);
          for (const key of revoked)
            transactions.record({
              action: 'api-key.revoked',
              entity: { type: 'api-key', id: key.id },
              ownerId: userId,
              before: audited(key),
              after: audited({ ...key, revokedAt: now }),
              reason,
            });
          return revoked.length;
        }),
      ),
  };
}
