/**
 * The keys of access tokens, in the database, so that all processes sign and verify with the same ones. A new key is known to
 * all some time before it signs, and an old one verifies until its last token is over: a rotation is noticed by nobody.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { desc, isNull, lt } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Clock } from '../../core/clock.ts';
import type { FieldCipher } from '../../domain/cryptography/ports.ts';
import type { Transactions } from '../../domain/transactions/ports.ts';
import { createStoredSigningKey, type StoredSigningKey } from '../cryptography/signing-keys.ts';
import { signingKeys } from './schema/index.ts';

/** Every process reads the keys at least every half minute; this is some of those. */
const leadMs = 2 * 60_000;
/** A token lives for ten minutes, and clocks differ. */
const afterlifeMs = 11 * 60_000;
export const signingKeyLifeMs = 30 * 86_400_000;
/** Of a key that signs, and of which nobody knows yet when it will be replaced. */
const farFuture = new Date('9999-01-01T00:00:00Z');

export interface SigningKeyStore {
  load(): Promise<readonly StoredSigningKey[]>;
  /** Makes the first key where there is none. */
  ensureFirst(): Promise<void>;
  rotate(): Promise<void>;
  /** @returns whether it was time. */
  rotateIfDue(): Promise<boolean>;
  deleteRetired(): Promise<void>;
}

export interface SigningKeyStoreParts {
  readonly orm: NodePgDatabase;
  readonly cipher: FieldCipher;
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** One process at a time until the transaction ends. */
  readonly lock: () => Promise<void>;
}

const place = (id: string) => ({ table: 'signing_keys', column: 'private_key_sealed', row: id });

export function createSigningKeyStore(parts: SigningKeyStoreParts): SigningKeyStore {
  const { orm, cipher, transactions, clock, lock } = parts;
  const locked = <Result>(work: () => Promise<Result>): Promise<Result> =>
    transactions.asSystem(() =>
      transactions.run(async () => {
        await lock();
        return work();
      }),
    );

  const newest = async () => {
    const [found] = await orm.select().from(signingKeys).orderBy(desc(signingKeys.activeFrom)).limit(1);
    return found ?? null;
  };

  const insert = async (activeFrom: Date): Promise<void> => {
    const { kid: id, privateKeyPem } = createStoredSigningKey({ signsFrom: activeFrom, verifiesUntil: farFuture });
    const publicKey = createPublicKey(createPrivateKey(privateKeyPem)).export({ type: 'spki', format: 'pem' });
    await orm.insert(signingKeys).values({
      id,
      publicKey: publicKey.toString(),
      privateKeySealed: cipher.seal(place(id), privateKeyPem),
      createdAt: clock.now(),
      activeFrom,
    });
    transactions.record({
      action: 'signing-key.created',
      entity: { type: 'signing-key', id },
      after: { activeFrom: activeFrom.toISOString() },
    });
  };

  const rotateLocked = async (): Promise<void> => {
    const activeFrom = new Date(clock.now().getTime() + leadMs);
    await orm
      .update(signingKeys)
      .set({ retiresAt: new Date(activeFrom.getTime() + afterlifeMs) })
      .where(isNull(signingKeys.retiresAt));
    await insert(activeFrom);
  };

  return {
    load: () =>
      transactions.asSystem(async () => {
        const rows = await orm.select().from(signingKeys);
        return rows.map(({ id, privateKeySealed, activeFrom, retiresAt }) => ({
          kid: id,
          privateKeyPem: cipher.open(place(id), privateKeySealed),
          signsFrom: activeFrom,
          verifiesUntil: retiresAt ?? farFuture,
        }));
      }),
    ensureFirst: () =>
      locked(async () => {
        if ((await newest()) === null) await insert(clock.now());
      }),
    rotate: () => locked(rotateLocked),
    rotateIfDue: () =>
      locked(async () => {
        const key = await newest();
        const isDue = key !== null && clock.now().getTime() - key.createdAt.getTime() >= signingKeyLifeMs;
        if (isDue) await rotateLocked();
        return isDue;
      }),
    deleteRetired: () =>
      locked(async () => {
        const retired = await orm
          .delete(signingKeys)
          .where(lt(signingKeys.retiresAt, clock.now()))
          .returning({ id: signingKeys.id });
        for (const { id } of retired)
          transactions.record({ action: 'signing-key.deleted', entity: { type: 'signing-key', id } });
      }),
  };
}
