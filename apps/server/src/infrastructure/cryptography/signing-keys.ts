/** The keys of the access tokens: one signs, all that are not yet over verify. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Clock, systemClock } from '../../core/clock.ts';
import { randomTokens } from './random-tokens.ts';

export interface SigningKeys {
  /** The key that signs at this moment. */
  current(): Promise<{ readonly kid: string; readonly privateKey: KeyObject }>;
  /** The public key of that id, or null when there is none (any more). */
  find(kid: string): Promise<KeyObject | null>;
}

/** A key as it is stored. Its text is a secret: seal it before it goes into the database. */
export interface StoredSigningKey {
  readonly kid: string;
  /** Ed25519, PKCS #8 in PEM. */
  readonly privateKeyPem: string;
  /** Some time after its making, so that every process knows the key before its first token arrives. */
  readonly signsFrom: Date;
  /** When its last token is over. */
  readonly verifiesUntil: Date;
}

export function createStoredSigningKey(times: { signsFrom: Date; verifiesUntil: Date }): StoredSigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { kid: randomTokens.create(16), privateKeyPem, ...times };
}

export interface SigningKeyRingOptions {
  /** Reads the stored keys, in any order. */
  readonly load: () => Promise<readonly StoredSigningKey[]>;
  readonly clock?: Clock;
}

/** Stored keys are read again this often, */
const reloadAfterMs = 30_000;
/** and for an id that is not known: no more often than this, or forged tokens would keep the database busy. */
const reloadForUnknownAfterMs = 1000;

interface LoadedKey extends StoredSigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Keys that the database part stores and rotates, kept in memory between two readings. */
export function createSigningKeyRing(options: SigningKeyRingOptions): SigningKeys {
  const { load, clock = systemClock } = options;
  let keys: ReadonlyMap<string, LoadedKey> = new Map();
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | null = null;

  const reload = async () => {
    const stored = await load();
    // The end of a key is set when its successor is made: what was known of it is kept, its times are not.
    keys = new Map(stored.map((key) => [key.kid, { ...(keys.get(key.kid) ?? loadKey(key)), ...key }]));
    loadedAtMs = clock.monotonicMs();
  };
  /** One reading at a time serves all who wait. When it fails they fail: without keys nobody is let in. */
  const reloadIfOlderThan = async (ageMs: number) => {
    if (clock.monotonicMs() - loadedAtMs < ageMs) return;
    loading ??= reload().finally(() => {
      loading = null;
    });
    await loading;
  };

  return {
    current: async () => {
      await reloadIfOlderThan(reloadAfterMs);
      const now = clock.now();
      const usable = [...keys.values()].filter((key) => key.signsFrom <= now && now < key.verifiesUntil);
      const newest = usable.reduce<LoadedKey | null>(
        (best, key) => (best === null || key.signsFrom > best.signsFrom ? key : best),
        null,
      );
      if (newest === null) throw new Error('There is no key to sign access tokens with; make one before signing.');
      return { kid: newest.kid, privateKey: newest.privateKey };
    },
    find: async (kid) => {
      await reloadIfOlderThan(keys.has(kid) ? reloadAfterMs : reloadForUnknownAfterMs);
      const key = keys.get(kid);
      return key !== undefined && clock.now() < key.verifiesUntil ? key.publicKey : null;
    },
  };
}

function loadKey(stored: StoredSigningKey): LoadedKey {
  const privateKey = createPrivateKey(stored.privateKeyPem);
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error(`The signing key ${stored.kid} is no Ed25519 key; access tokens are signed with Ed25519 only.`);
  return { ...stored, privateKey, publicKey: createPublicKey(privateKey) };
}
