/**
 * Encrypted fields of the database: `format.keyId.ciphertext`.
 *
 * The first part names the algorithm, so that another can follow while the old texts still open; docs/decisions/0007 says
 * which and why. Each text is bound to its table, column and row: moved elsewhere, it does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { FieldCipher, SealedPlace } from '../../domain/cryptography/ports.ts';
import { openFernet, sealFernet } from './fernet.ts';
import { findKey, type KeyRing, type RingKey } from './key-ring.ts';

/** The same words whatever is wrong, and never a word of the text. */
export class FieldUnreadable extends Error {
  constructor() {
    super('An encrypted field cannot be read: it is damaged, stands in another place, or its key is missing.');
    this.name = 'FieldUnreadable';
  }
}

interface SealFormat {
  seal(key: RingKey, place: SealedPlace, text: string): string;
  /** The value that was sealed; throws anything when it cannot be opened. */
  open(key: RingKey, place: SealedPlace, sealed: string): unknown;
}

/** `f1`: Fernet over canonical JSON of place and value, because Fernet itself has no associated data. */
const fernetFormat: SealFormat = {
  seal: (key, place, text) => sealFernet(key.bytes, Buffer.from(boundText(place, text))),
  open: (key, place, sealed) => {
    const opened = openFernet(key.bytes, sealed).toString();
    const { value } = JSON.parse(opened) as { value: unknown };
    // Comparing the whole text leaves no room for another place, a missing key, or JSON written in another way.
    if (boundText(place, value) !== opened) throw new FieldUnreadable();
    return value;
  },
};

const ivBytes = 12;
const tagBytes = 16;

/** `g1`: AES-256-GCM with the place as associated data; base64url of IV, ciphertext and tag. */
const gcmFormat: SealFormat = {
  seal: (key, place, text) => {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', gcmKey(key), iv).setAAD(Buffer.from(placeText(place)));
    const sealed = Buffer.concat([iv, cipher.update(JSON.stringify(text)), cipher.final(), cipher.getAuthTag()]);
    return sealed.toString('base64url');
  },
  open: (key, place, sealed) => {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.toString('base64url') !== sealed) throw new FieldUnreadable();
    const decipher = createDecipheriv('aes-256-gcm', gcmKey(key), bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(placeText(place))).setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString();
    return JSON.parse(text) as unknown;
  },
};

const formats = { f1: fernetFormat, g1: gcmFormat } as const;
export type SealFormatName = keyof typeof formats;

/** What new texts are sealed with. Changing it makes `needsReseal` true for every text of the other format. */
const presentFormat: SealFormatName = 'f1';

export function createFieldCipher(keys: KeyRing, format: SealFormatName = presentFormat): FieldCipher {
  const [current] = keys;
  const prefix = `${format}.${current.id}.`;
  return {
    currentKeyId: current.id,
    seal: (place, text) => prefix + formats[format].seal(current, place, text),
    open: (place, sealed) => {
      const [name, keyId, content, ...more] = sealed.split('.');
      const key = findKey(keys, keyId ?? '');
      if (!isFormatName(name) || key === null || content === undefined || more.length > 0) throw new FieldUnreadable();
      const value = opened(formats[name], key, place, content);
      if (typeof value !== 'string') throw new FieldUnreadable();
      return value;
    },
    needsReseal: (sealed) => !sealed.startsWith(prefix),
  };
}

function opened(format: SealFormat, key: RingKey, place: SealedPlace, content: string): unknown {
  try {
    return format.open(key, place, content);
  } catch {
    throw new FieldUnreadable();
  }
}

function isFormatName(name: string | undefined): name is SealFormatName {
  return name !== undefined && Object.hasOwn(formats, name);
}

/** One key never serves two algorithms: AES-256-GCM gets its own, derived. */
function gcmKey(key: RingKey): Buffer {
  return Buffer.from(hkdfSync('sha256', key.bytes, '', `riskoptimizer field g1 ${key.id}`, 32));
}

/** Canonical JSON (RFC 8785): keys in order, no spaces. */
function boundText(place: SealedPlace, value: unknown): string {
  return JSON.stringify({ column: place.column, row: place.row, table: place.table, value });
}

function placeText(place: SealedPlace): string {
  return JSON.stringify({ column: place.column, row: place.row, table: place.table });
}
