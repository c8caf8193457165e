/** What keys for scripts are stored in, and what they ask of the roles. */
import type { ApiKeyScope, Role } from '@riskoptimizer/contracts';
import type { Transaction } from '../../transactions/ports.ts';

/** What a role allows an API key to do; docs/authorization.md is its source. */
export type ScopesOfRole = (role: Role) => readonly ApiKeyScope[];

export interface StoredApiKey {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface ApiKeyRepository {
  insert(key: StoredApiKey & { readonly keyHash: Buffer }, transaction: Transaction): Promise<void>;
  list(userId: string): Promise<readonly StoredApiKey[]>;
  /** Neither revoked nor expired. */
  countLiving(userId: string, now: Date, transaction: Transaction): Promise<number>;
  /** With the role and status of its owner, as they are now. */
  findByHash(keyHash: Buffer): Promise<FoundApiKey | null>;
  /** @returns the key as it was, or null when the user has no such living key. */
  revoke(userId: string, apiKeyId: string, now: Date, transaction: Transaction): Promise<StoredApiKey | null>;
  /** @returns the living keys that the user had, as they were. */
  revokeAll(userId: string, now: Date, transaction: Transaction): Promise<readonly StoredApiKey[]>;
  /** Writes the use, unless one was written after `notBefore`. */
  touch(apiKeyId: string, now: Date, notBefore: Date): Promise<void>;
}

export interface FoundApiKey extends StoredApiKey {
  readonly owner: { readonly role: Role; readonly isActive: boolean };
}
