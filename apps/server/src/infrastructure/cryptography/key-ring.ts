/** Several keys of one purpose: the first is in use, the others still open what they sealed. */
import { randomBytes } from 'node:crypto';

export interface RingKey {
  /** Stands beside what the key made; letters, digits and hyphens. */
  readonly id: string;
  readonly bytes: Buffer;
}

/** Newest first, never empty, no id twice. */
export type KeyRing = readonly [RingKey, ...RingKey[]];

export function createRingKey(byteCount: number): RingKey {
  // Random, not counted: the first key of one installation must not carry the name of the first of another.
  return { id: randomBytes(4).toString('hex'), bytes: randomBytes(byteCount) };
}

export function findKey(ring: KeyRing, id: string): RingKey | null {
  return ring.find((key) => key.id === id) ?? null;
}

export function writeKeyRing(ring: KeyRing): string {
  return ring.map(({ id, bytes }) => `${id}:${bytes.toString('base64')}\n`).join('');
}

/**
 * Reads lines of `id:base64`, newest first; commas do for line ends in an environment variable.
 *
 * @returns The ring, or a sentence fragment that says what is wrong, without any value.
 */
export function readKeyRing(text: string): { readonly ring: KeyRing } | { readonly wrong: string } {
  const keys: RingKey[] = [];
  const lines = text.split(/[\n,]/).map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const place = `line ${index + 1}`;
    const match = /^([0-9A-Za-z][0-9A-Za-z-]{0,31}):(.*)$/.exec(line);
    if (match === null) return { wrong: `${place} is not of the form id:base64` };
    const [, id = '', encoded = ''] = match;
    if (keys.some((key) => key.id === id)) return { wrong: `${place} has the id of an earlier line` };
    const bytes = readBase64(encoded);
    if (bytes === null) return { wrong: `what follows the colon on ${place} is not base64` };
    keys.push({ id, bytes });
  }
  const [newest, ...older] = keys;
  return newest === undefined ? { wrong: 'it holds no key' } : { ring: [newest, ...older] };
}

/** Strict, where Node skips what it does not know. Takes both alphabets, with or without padding. */
export function readBase64(text: string): Buffer | null {
  const plain = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  const bytes = Buffer.from(plain, 'base64');
  return plain !== '' && bytes.toString('base64').replace(/=+$/, '') === plain ? bytes : null;
}
