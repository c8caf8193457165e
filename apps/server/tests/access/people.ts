/** People of every kind, made through the services that make them in the running server, with tokens to ask it with. */
import { randomUUID } from 'node:crypto';
import type { ApiKeyScope, Role } from '@riskoptimizer/contracts';
import { layFoundation } from '../../src/compose-identity.ts';
import { createId } from '../../src/core/ids.ts';
import { asServer } from '../../src/core/request-context.ts';
import { createApiKeyService } from '../../src/domain/identity/api-keys/api-key-service.ts';
import { emailIndexOf } from '../../src/domain/identity/email-address.ts';
import { randomTokens } from '../../src/infrastructure/cryptography/random-tokens.ts';
import { createSigningKeyRing } from '../../src/infrastructure/cryptography/signing-keys.ts';
import { createTokenSigner } from '../../src/infrastructure/cryptography/token-signer.ts';
import { createApiKeyRepository } from '../../src/infrastructure/database/repositories/api-key-repository.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import type { TestApplication } from '../api/test-application.ts';

export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly role: Role;
}

export interface SignedInPerson {
  readonly token: string;
  readonly sessionId: string;
  readonly csrfToken: string | null;
}

export interface SessionWishes {
  readonly client?: 'web' | 'app';
  readonly assurance?: 'full' | 'enrolment';
  /** Whether the person proved just now who it is; true when left out. */
  readonly confirmed?: boolean;
}

export type People = Awaited<ReturnType<typeof makePeople>>;

/** Call `close` before the application stops. */
export async function makePeople({ config, parts }: TestApplication) {
  const { clock, database } = parts;
  const transactions = createTransactions(database.orm, createAppendEvents(clock));
  const foundation = await layFoundation(config, parts, transactions);
  const { accounts, sessions, cipher, index, keyStore, installationId } = foundation;
  const apiKeys = createApiKeyService({
    apiKeys: createApiKeyRepository(database.orm),
    // Scopes beyond the role are for the server to refuse, at each request.
    scopesOfRole: () => allScopes,
    tokens: randomTokens,
    transactions,
    clock,
    createId,
  });
  // No password is typed here, so none is hashed: that is another test's business.
  const noPassword = { passwordHash: 'none', passwordStandsAlone: true };

  return {
    cipher,
    index,
    tokens: randomTokens,

    async person(role: Role, status: 'active' | 'pending' = 'active'): Promise<Person> {
      const userId = createId();
      const email = `${role}.${randomUUID()}@example.com`;
      await asServer(() =>
        transactions.run(async () => {
          await accounts.insertUser({ id: userId, displayName: `A ${role}`, role, status });
          const emailIndex = emailIndexOf(index, email);
          await accounts.insertAccount({ userId, email, emailIndex, passwordChangedAt: clock.now(), ...noPassword });
        }),
      );
      return { userId, email, role };
    },

    async session(userId: string, { client = 'app', assurance = 'full', confirmed = true }: SessionWishes = {}) {
      const facts = { device: 'Test', address: '127.0.0.1', deviceToken: null, replacedToken: null };
      const started = await asServer(() => sessions.start({ userId, client, assurance, confirmed, ...facts }));
      const { accessToken: token, sessionId, csrfToken } = started;
      return { token, sessionId, csrfToken } satisfies SignedInPerson;
    },

    async apiKey({ userId, role }: Person, scopes: readonly ApiKeyScope[]): Promise<string> {
      const input = { name: 'Test', scopes: [...scopes], expiresInDays: 30 };
      return (await asServer(() => apiKeys.create({ userId, role }, input))).key;
    },

    endSessions: (userId: string) => asServer(() => sessions.endSessions(userId, 'signed-out')),

    disable: (userId: string) =>
      asServer(() => transactions.run(() => accounts.setUser(userId, { status: 'disabled' }))),

    /** A token that the server's own key has signed, with another time or audience than it should have. */
    signedOtherwise(
      claims: { readonly userId: string; readonly sessionId: string },
      otherwise: { readonly audience?: string; readonly agoMs?: number },
    ): Promise<string> {
      const { audience = 'riskoptimizer-api', agoMs = 0 } = otherwise;
      const then = { now: () => new Date(clock.now().getTime() - agoMs), monotonicMs: clock.monotonicMs };
      const keys = createSigningKeyRing({ load: keyStore.load, clock });
      const signer = createTokenSigner({ keys, issuer: `riskoptimizer:${installationId}`, audience, clock: then });
      return asServer(() => signer.sign({ ...claims, tokenId: createId() }));
    },

    /** Of access tokens, as PEM: for whoever tries to forge them with the real one. */
    signingKey: async () => (await asServer(() => keyStore.load()))[0]!.privateKeyPem,

    close: () => foundation.endings.close(),
  };
}

const allScopes: readonly ApiKeyScope[] = [
  'portfolio:read',
  'portfolio:change',
  'asset:read',
  'asset:change',
  'calculation:run',
  'audit:read',
];
