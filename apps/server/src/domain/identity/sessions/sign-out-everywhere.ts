/** Leaving all devices at once, and scripts too for whoever asks for it. */
import type { Transactions } from '../../transactions/ports.ts';
import type { ApiKeyRevocation } from '../api-keys/api-key-revocation.ts';
import type { SessionService } from '../ports.ts';

export type SignOutEverywhere = (userId: string, options: { readonly alsoRevokeApiKeys: boolean }) => Promise<void>;

export function createSignOutEverywhere(parts: {
  readonly sessions: Pick<SessionService, 'endSessions'>;
  readonly apiKeyRevocation: ApiKeyRevocation;
  readonly transactions: Transactions;
}): SignOutEverywhere {
  const { sessions, apiKeyRevocation, transactions } = parts;
  return (userId, { alsoRevokeApiKeys }) =>
    transactions.asSystem(() =>
      transactions.run(async () => {
        if (alsoRevokeApiKeys) await apiKeyRevocation.revokeAll(userId, 'signed-out-everywhere');
        await sessions.endSessions(userId, 'signed-out');
      }),
    );
}
