/**
 * The keys of sealed fields while the server runs. A key that was added, here or by another process, is read from the file as
 * soon as a text names it, and within half a minute in any case.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../../core/errors.ts';
import type { SecretSettings } from '../../core/secret-settings.ts';
import { StartError } from '../../core/start-error.ts';
import type { FieldKeys } from '../../domain/administration/sealed-fields.ts';
import type { FieldCipher } from '../../domain/cryptography/ports.ts';
import { fernetKeyBytes } from './fernet.ts';
import { createFieldCipher } from './field-cipher.ts';
import { findKey, type KeyRing, readKeyRing } from './key-ring.ts';
import { addFieldKey } from './rotate.ts';

const rereadEveryMs = 30_000;
/** A damaged text names a key that nobody has; the file is not read for each of them. */
const rereadPauseMs = 1_000;

export interface FieldKeysOptions {
  /** As they were read, and checked, at the start. */
  readonly keys: KeyRing;
  readonly dataFolder: string;
  readonly settings: SecretSettings;
  readonly log: { warn(values: object, text: string): void };
}

export interface OpenedFieldKeys {
  /** Seals with the newest key at any moment. */
  readonly cipher: FieldCipher;
  readonly fieldKeys: FieldKeys;
  close(): void;
}

export function openFieldKeys({ keys, dataFolder, settings, log }: FieldKeysOptions): OpenedFieldKeys {
  const path = settings.RISKOPTIMIZER_FIELD_KEYS
    ? null
    : (settings.RISKOPTIMIZER_FIELD_KEYS_FILE ?? join(dataFolder, 'secrets', 'field-keys'));
  let ring = keys;
  let cipher = createFieldCipher(ring);
  let rereadAt = 0;

  const reread = () => {
    rereadAt = performance.now();
    const found = path === null ? null : readRing(path, log);
    // A file without any key that is in use belongs to another installation.
    if (found === null || !found.some(({ id, bytes }) => findKey(ring, id)?.bytes.equals(bytes) === true)) return;
    ring = found;
    cipher = createFieldCipher(found);
  };
  const meet = (sealed: string) => {
    const keyId = sealed.split('.')[1] ?? '';
    if (findKey(ring, keyId) === null && performance.now() - rereadAt > rereadPauseMs) reread();
  };
  const timer = setInterval(reread, rereadEveryMs).unref();

  return {
    cipher: {
      get currentKeyId() {
        return cipher.currentKeyId;
      },
      seal: (place, text) => cipher.seal(place, text),
      open: (place, sealed) => {
        meet(sealed);
        return cipher.open(place, sealed);
      },
      needsReseal: (sealed) => cipher.needsReseal(sealed),
    },
    fieldKeys: {
      currentKeyId: () => cipher.currentKeyId,
      keyCount: () => ring.length,
      async add() {
        if (settings.RISKOPTIMIZER_FIELD_KEYS || settings.RISKOPTIMIZER_FIELD_KEYS_FILE) throw givenElsewhere();
        const keyId = await addFieldKey(dataFolder).catch(asConflict);
        reread();
        if (cipher.currentKeyId !== keyId) throw new Error('The new field key was written but could not be read.');
        return keyId;
      },
    },
    close: () => clearInterval(timer),
  };
}

/** Null when the file cannot be read now, as while somebody writes it: the keys that are known go on to be used. */
function readRing(path: string, log: FieldKeysOptions['log']): KeyRing | null {
  try {
    const found = readKeyRing(readFileSync(path, 'utf8'));
    if ('wrong' in found) log.warn({ path, wrong: found.wrong }, 'The file of the field keys cannot be read any more.');
    else if (found.ring.every(({ bytes }) => bytes.length === fernetKeyBytes)) return found.ring;
    else log.warn({ path }, 'The file of the field keys has a key of another length.');
  } catch (error) {
    log.warn({ err: error, path }, 'The file of the field keys cannot be read any more.');
  }
  return null;
}

/** A file that is gone, damaged or being changed is for whoever keeps the server to mend: the message says how. */
function asConflict(error: unknown): never {
  throw error instanceof StartError ? new ProblemError('state-conflict', error.message, { cause: error }) : error;
}

function givenElsewhere(): ProblemError {
  const detail =
    'The field keys are given by RISKOPTIMIZER_FIELD_KEYS or its file, so a new one is added there: put a line "id:base64" before ' +
    'the others and restart the server. The fields are then sealed anew by themselves.';
  return new ProblemError('state-conflict', detail);
}
