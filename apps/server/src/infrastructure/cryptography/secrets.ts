/** The secrets of an installation: made at the first start, or given by the environment, and refused when weak. */
import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { SecretSettingName, SecretSettings } from '../../core/secret-settings.ts';
import { StartError } from '../../core/start-error.ts';
import { fernetKeyBytes } from './fernet.ts';
import { createRingKey, type KeyRing, readBase64, readKeyRing, writeKeyRing } from './key-ring.ts';
import { weaknessOf } from './secret-strength.ts';
import { createSecretFile, openSecretsFolder, readProvidedFile, readSecretFile } from './secrets-folder.ts';

export interface Secrets {
  /** Newest first. */
  readonly passwordPeppers: KeyRing;
  /** Newest first, 32 bytes each. */
  readonly fieldKeys: KeyRing;
  readonly blindIndexKey: Buffer;
  readonly requestProofKey: Buffer;
  /** Ed25519, private. */
  readonly auditSigningKey: KeyObject;
}

/** The names of the files in `<data folder>/secrets/`. */
export type SecretName =
  | 'password-peppers'
  | 'field-keys'
  | 'blind-index-key'
  | 'request-proof-key'
  | 'audit-signing-key';

type ValueSetting = Exclude<SecretSettingName, `${string}_FILE`>;

const pepperBytes = 48;
const keyBytes = 32;

/**
 * Reads every secret, and makes those that nobody gave and that are not there yet.
 *
 * @param options.userId Who must own the files; only for tests.
 * @throws StartError naming the setting or file, what is wrong and what to do; never a value.
 */
export async function openSecrets(options: {
  readonly dataFolder: string;
  readonly settings?: SecretSettings;
  readonly userId?: number;
}): Promise<Secrets> {
  const read = (name: SecretName, setting: ValueSetting, make: () => string) =>
    findSecret({ ...options, settings: options.settings ?? {}, name, setting, make });
  return {
    passwordPeppers: readRing(
      await read('password-peppers', 'RISKOPTIMIZER_PASSWORD_PEPPERS', () => writeKeyRing([newPepper()])),
      {},
    ),
    fieldKeys: readRing(await read('field-keys', 'RISKOPTIMIZER_FIELD_KEYS', () => writeKeyRing([newFieldKey()])), {
      exactBytes: fernetKeyBytes,
    }),
    blindIndexKey: readKey(await read('blind-index-key', 'RISKOPTIMIZER_BLIND_INDEX_KEY', newKeyText)),
    requestProofKey: readKey(await read('request-proof-key', 'RISKOPTIMIZER_REQUEST_PROOF_KEY', newKeyText)),
    auditSigningKey: readSigningKey(
      await read('audit-signing-key', 'RISKOPTIMIZER_AUDIT_SIGNING_KEY', newSigningKeyText),
    ),
  };
}

export function newPepper() {
  return createRingKey(pepperBytes);
}

export function newFieldKey() {
  return createRingKey(fernetKeyBytes);
}

function newKeyText(): string {
  return `${randomBytes(keyBytes).toString('base64')}\n`;
}

function newSigningKeyText(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** What was read, and where: every refusal names the place. */
interface FoundSecret {
  readonly text: string;
  readonly place: string;
}

interface Wanted {
  readonly dataFolder: string;
  readonly settings: SecretSettings;
  readonly userId?: number;
  readonly name: SecretName;
  readonly setting: ValueSetting;
  readonly make: () => string;
}

async function findSecret(wanted: Wanted): Promise<FoundSecret> {
  const { settings, setting, name, dataFolder, userId } = wanted;
  const fileSetting = `${setting}_FILE` as const;
  const [value, path] = [settings[setting]?.trim(), settings[fileSetting]?.trim()];
  if (value && path) throw new StartError(`${setting} and ${fileSetting} are both set. Unset one of them.`);
  if (value) return { text: value, place: setting };
  if (path) return { text: await readProvidedFile(fileSetting, path), place: `${path} (${fileSetting})` };
  const folder = await openSecretsFolder(dataFolder, userId);
  const text = (await readSecretFile(folder, name)) ?? (await createSecretFile(folder, name, wanted.make()));
  return { text, place: join(folder.path, name) };
}

function readRing({ text, place }: FoundSecret, options: { exactBytes?: number }): KeyRing {
  const found = readKeyRing(text);
  if ('wrong' in found) {
    throw damaged(place, found.wrong, 'lines of id:base64, newest first, such as 2026a: before the output of');
  }
  for (const { id, bytes } of found.ring) {
    const { exactBytes = bytes.length } = options;
    const wrongLength = bytes.length === exactBytes ? null : `has ${bytes.length} bytes; ${exactBytes} are expected`;
    refuseWeak(wrongLength ?? weaknessOf(bytes, writtenOf(text, id)), `${place}, key "${id}",`);
  }
  return found.ring;
}

/** The characters of one key of a ring, as they were written. */
function writtenOf(text: string, id: string): string {
  const line = text.split(/[\n,]/).find((line) => line.trim().startsWith(`${id}:`)) ?? '';
  return line.trim().slice(id.length + 1);
}

function readKey({ text, place }: FoundSecret): Buffer {
  const bytes = readBase64(text.trim());
  if (bytes === null) throw damaged(place, 'it is not base64', 'the output of');
  refuseWeak(weaknessOf(bytes, text.trim()), place);
  return bytes;
}

function readSigningKey({ text, place }: FoundSecret): KeyObject {
  const make = 'openssl genpkey -algorithm ed25519';
  let key: KeyObject;
  try {
    // An environment variable often holds "\n" where the file has line ends.
    key = createPrivateKey(text.replaceAll('\\n', '\n'));
  } catch {
    // The cause is left out on purpose: it could quote the text.
    throw new StartError(`${place} holds no private key in PEM. ${restoreOr(`the output of: ${make}`)}`);
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new StartError(`${place} holds a key of another kind; Ed25519 is expected. Make one with: ${make}`);
  }
  const seed = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  refuseWeak(weaknessOf(seed, ''), place, make);
  return key;
}

function refuseWeak(weakness: string | null, place: string, make = 'openssl rand -base64 32'): void {
  if (weakness === null) return;
  throw new StartError(`The secret in ${place} ${weakness}. Replace it by random bytes, made with: ${make}`);
}

function damaged(place: string, wrong: string, expected: string): StartError {
  return new StartError(
    `The secret in ${place} cannot be read: ${wrong}. ${restoreOr(`${expected}: openssl rand -base64 32`)}`,
  );
}

function restoreOr(expected: string): string {
  return `Restore it from a backup (what was made with it cannot be read otherwise); expected is ${expected}`;
}

/** By the name of the secret, and of the key in a ring: what the database remembers of the secrets it was written with. */
export type SecretFingerprints = Readonly<Record<string, string>>;

/**
 * HMAC-SHA-256 of a fixed text under each secret: nothing can be learnt from it, but another secret gives another one.
 * The request proof key is left out: it may be replaced at any time.
 */
export function secretFingerprints(secrets: Secrets): SecretFingerprints {
  const fingerprint = (key: Buffer) =>
    createHmac('sha256', key).update('RiskOptimizer secret fingerprint').digest('hex').slice(0, 32);
  const ofRing = (name: SecretName, ring: KeyRing) =>
    ring.map(({ id, bytes }) => [`${name}/${id}`, fingerprint(bytes)] as const);
  return Object.fromEntries([
    ...ofRing('password-peppers', secrets.passwordPeppers),
    ...ofRing('field-keys', secrets.fieldKeys),
    ['blind-index-key', fingerprint(secrets.blindIndexKey)],
    ['audit-signing-key', fingerprint(secrets.auditSigningKey.export({ type: 'pkcs8', format: 'der' }))],
  ]);
}

/** The names that the database remembers and that are missing or others now. New keys in a ring are no change. */
export function changedSecrets(remembered: SecretFingerprints, present: SecretFingerprints): string[] {
  return Object.keys(remembered).filter((name) => !Object.hasOwn(present, name) || present[name] !== remembered[name]);
}
