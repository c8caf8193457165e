/** Fingerprints of encrypted fields that must be found by equality: HMAC-SHA-256 with a key of its own. */
import { createHmac } from 'node:crypto';
import type { BlindIndex } from '../../domain/cryptography/ports.ts';

export function createBlindIndex(key: Buffer): BlindIndex {
  return {
    // JSON keeps purpose and text apart: ("a", "bc") is not ("ab", "c").
    of: (purpose, text) =>
      createHmac('sha256', key)
        .update(JSON.stringify([purpose, text]))
        .digest('base64url'),
  };
}
