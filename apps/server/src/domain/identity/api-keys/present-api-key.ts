/** An API key as its owner sees it, and as the audit trail keeps it. */
import type { ApiKey } from '@riskoptimizer/contracts';
import type { AuditValue } from '../../audit/ports.ts';
import type { StoredApiKey } from './ports.ts';

export function present(key: StoredApiKey): ApiKey {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: [...key.scopes],
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}

export function audited(key: StoredApiKey): AuditValue {
  const { name, prefix, scopes, expiresAt, revokedAt } = present(key);
  return { name, prefix, scopes, expiresAt, revokedAt };
}
