/** Keys for scripts: made by a person, shown once, good for what its scopes and the role of its owner both allow. */
import { randomInt } from 'node:crypto';
import type { ApiKey, ApiKeyInput, ApiKeyScope, Role } from '@riskoptimizer/contracts';
import type { Clock } from '../../../core/clock.ts';
import { ProblemError } from '../../../core/errors.ts';
import type { ApiKeyActor } from '../../../core/request-context.ts';
import type { RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { ApiKeyRepository, ScopesOfRole, StoredApiKey } from './ports.ts';
import { audited, present } from './present-api-key.ts';

export interface ApiKeyService {
  /**
   * Whose key it is and what it is good for now: its scopes as far as the owner's role still allows them.
   *
   * @returns null for everything that is not a living key of an active user: unknown, revoked, expired.
   */
  authenticate(key: string): Promise<ApiKeyActor | null>;
  list(userId: string): Promise<ApiKey[]>;
  /** @returns the key itself too, which nobody can read again. */
  create(owner: { userId: string; role: Role }, input: ApiKeyInput): Promise<{ apiKey: ApiKey; key: string }>;
  revoke(userId: string, apiKeyId: string): Promise<void>;
}

export interface ApiKeyParts {
  readonly apiKeys: ApiKeyRepository;
  readonly scopesOfRole: ScopesOfRole;
  readonly tokens: RandomTokens;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

/** Tells a key from an access token at a glance, also for tools that look for leaked secrets. */
const keyPattern = /^ro_[0-9A-Za-z]{8}_[\w-]{43}$/;
const prefixLength = 8;
const prefixAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Living keys of one user: more than that is a script that makes keys. */
const keysMax = 50;
const dayMs = 86_400_000;
/** The last use is known to the minute, so that a busy script does not write at each request. */
const touchEveryMs = 60_000;

export function createApiKeyService(parts: ApiKeyParts): ApiKeyService {
  const { apiKeys, transactions } = parts;
  return {
    authenticate: (key) => authenticate(parts, key),
    list: async (userId) => (await transactions.asSystem(() => apiKeys.list(userId))).map(present),
    create: (owner, input) => create(parts, owner, input),
    revoke: (userId, apiKeyId) => revoke(parts, userId, apiKeyId),
  };
}

async function authenticate(parts: ApiKeyParts, key: string): Promise<ApiKeyActor | null> {
  const { apiKeys, scopesOfRole, tokens, transactions, clock } = parts;
  if (!keyPattern.test(key)) return null;
  return transactions.asSystem(async () => {
    const found = await apiKeys.findByHash(tokens.digest(key));
    const now = clock.now();
    if (found === null || found.revokedAt !== null || found.expiresAt <= now || !found.owner.isActive) return null;
    const { role } = found.owner;
    const notBefore = new Date(now.getTime() - touchEveryMs);
    if (found.lastUsedAt === null || found.lastUsedAt < notBefore) await apiKeys.touch(found.id, now, notBefore);
    const allowed = scopesOfRole(role);
    const scopes = found.scopes.filter((scope) => allowed.includes(scope));
    return { kind: 'api-key', userId: found.userId, role, apiKeyId: found.id, scopes };
  });
}

async function create(
  { apiKeys, scopesOfRole, tokens, transactions, clock, createId }: ApiKeyParts,
  owner: { readonly userId: string; readonly role: Role },
  input: ApiKeyInput,
): Promise<{ apiKey: ApiKey; key: string }> {
  refuseScopes(input.scopes, scopesOfRole(owner.role), owner.role);
  const prefix = `ro_${newPrefix()}`;
  const key = `${prefix}_${tokens.create()}`;
  const now = clock.now();
  const stored: StoredApiKey = {
    id: createId(),
    userId: owner.userId,
    name: input.name,
    prefix,
    scopes: [...new Set(input.scopes)],
    createdAt: now,
    expiresAt: new Date(now.getTime() + input.expiresInDays * dayMs),
    lastUsedAt: null,
    revokedAt: null,
  };
  await transactions.asSystem(() =>
    transactions.run(async (transaction) => {
      if ((await apiKeys.countLiving(owner.userId, now, transaction)) >= keysMax) throw tooManyKeys();
      await apiKeys.insert({ ...stored, keyHash: tokens.digest(key) }, transaction);
      const entity = { type: 'api-key', id: stored.id };
      transactions.record({ action: 'api-key.created', entity, after: audited(stored) });
    }),
  );
  return { apiKey: present(stored), key };
}

async function revoke({ apiKeys, transactions, clock }: ApiKeyParts, userId: string, apiKeyId: string): Promise<void> {
  await transactions.asSystem(() =>
    transactions.run(async (transaction) => {
      const now = clock.now();
      const revoked = await apiKeys.revoke(userId, apiKeyId, now, transaction);
      // What belongs to somebody else, or was revoked before, is not there.
      if (revoked === null) throw new ProblemError('not-found', 'There is no such API key, or it was revoked already.');
      transactions.record({
        action: 'api-key.revoked',
        entity: { type: 'api-key', id: apiKeyId },
        before: audited(revoked),
        after: audited({ ...revoked, revokedAt: now }),
      });
    }),
  );
}

function refuseScopes(wanted: readonly ApiKeyScope[], allowed: readonly ApiKeyScope[], role: Role): void {
  const refused = wanted.map((scope, index) => ({ scope, index })).filter(({ scope }) => !allowed.includes(scope));
  if (refused.length === 0) return;
  const names = refused.map(({ scope }) => scope).join(', ');
  const detail = `The role ${role} does not allow ${names}, and a key cannot do more than its owner.`;
  throw new ProblemError('permission-denied', detail, {
    errors: refused.map(({ scope, index }) => ({
      field: `/scopes/${index}`,
      message: `${scope} is not among ${allowed.join(', ')}.`,
    })),
  });
}

function tooManyKeys(): ProblemError {
  const detail = `There are ${keysMax} API keys already, which is the limit. Revoke those that nobody uses.`;
  return new ProblemError('state-conflict', detail);
}

function newPrefix(): string {
  return Array.from({ length: prefixLength }, () => prefixAlphabet[randomInt(prefixAlphabet.length)]).join('');
}
