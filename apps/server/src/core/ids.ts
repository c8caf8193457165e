/** Identifiers of rows and requests. */
import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from './clock.ts';

/**
 * A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.
 *
 * New rows land side by side in an index because the first bits grow with time. It is not a secret: what must not be
 * guessed needs its own random token.
 */
export function createId(clock: Clock = systemClock): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(clock.now().getTime(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
