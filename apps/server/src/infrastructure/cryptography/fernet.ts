/**
 * Fernet tokens by the specification (https://github.com/fernet/spec, version 0x80), on Node's own primitives.
 *
 *     base64url( 0x80 ‖ seconds since 1970, 8 bytes big-endian ‖ IV, 16 bytes ‖ AES-128-CBC with PKCS#7 ‖ HMAC-SHA-256 of all before )
 *
 * A key is 16 bytes for signing, then 16 for encryption.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const version = 0x80;
const headerBytes = 1 + 8 + 16;
const macBytes = 32;
const blockBytes = 16;
export const fernetKeyBytes = 32;
/** How far ahead the clock of whoever sealed may be; only asked when there is a time to live. */
const clockSkewSecondsMax = 60;

/** The same words whatever is wrong: what fails first is of use to nobody but an attacker. */
export class FernetRefused extends Error {
  constructor() {
    super('The Fernet token is damaged, too old, or sealed with another key.');
    this.name = 'FernetRefused';
  }
}

/** @param given `now` and `iv` (16 bytes) are only for published vectors; an IV must never be used twice. */
export function sealFernet(key: Buffer, text: Uint8Array, given: { now?: Date; iv?: Buffer } = {}): string {
  const { signing, encryption } = halves(key);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(version, 0);
  header.writeBigUInt64BE(BigInt(seconds(given.now ?? new Date())), 1);
  (given.iv ?? randomBytes(blockBytes)).copy(header, 9);
  const cipher = createCipheriv('aes-128-cbc', encryption, header.subarray(9));
  const signed = Buffer.concat([header, cipher.update(text), cipher.final()]);
  return paddedBase64url(Buffer.concat([signed, createHmac('sha256', signing).update(signed).digest()]));
}

/**
 * @param limits With `ttlSeconds` the token must be no older, and no more than 60 s ahead of `now`; without, its time is not asked.
 * @throws FernetRefused whatever is wrong.
 */
export function openFernet(key: Buffer, token: string, limits: { ttlSeconds?: number; now?: Date } = {}): Buffer {
  const { signing, encryption } = halves(key);
  const bytes = Buffer.from(token, 'base64url');
  // Node skips characters outside the alphabet, so the bytes must give the very same token again.
  if (paddedBase64url(bytes) !== token) throw new FernetRefused();
  const textBytes = bytes.length - headerBytes - macBytes;
  if (textBytes < blockBytes || textBytes % blockBytes !== 0 || bytes[0] !== version) throw new FernetRefused();
  if (limits.ttlSeconds !== undefined) {
    const ageSeconds = seconds(limits.now ?? new Date()) - Number(bytes.readBigUInt64BE(1));
    if (ageSeconds > limits.ttlSeconds || ageSeconds < -clockSkewSecondsMax) throw new FernetRefused();
  }
  const signed = bytes.subarray(0, -macBytes);
  const mac = createHmac('sha256', signing).update(signed).digest();
  if (!timingSafeEqual(mac, bytes.subarray(-macBytes))) throw new FernetRefused();
  try {
    const decipher = createDecipheriv('aes-128-cbc', encryption, bytes.subarray(9, headerBytes));
    return Buffer.concat([decipher.update(signed.subarray(headerBytes)), decipher.final()]);
  } catch {
    throw new FernetRefused();
  }
}

function halves(key: Buffer): { signing: Buffer; encryption: Buffer } {
  if (key.length !== fernetKeyBytes)
    throw new RangeError(`A Fernet key has ${fernetKeyBytes} bytes, not ${key.length}.`);
  return { signing: key.subarray(0, 16), encryption: key.subarray(16) };
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function paddedBase64url(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
