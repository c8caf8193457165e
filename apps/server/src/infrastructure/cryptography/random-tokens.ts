/** Tokens that must not be guessed, and the digest that is stored in their place. */
import { createHash, randomBytes } from 'node:crypto';
import type { RandomTokens } from '../../domain/cryptography/ports.ts';

/** OWASP ASVS 5.0, 11.5.1: 128 bits at least. */
const bytesMin = 16;

export const randomTokens: RandomTokens = {
  create: (byteCount = 32) => {
    if (!Number.isInteger(byteCount) || byteCount < bytesMin)
      throw new RangeError(`A token has at least ${bytesMin} random bytes, not ${byteCount}.`);
    return randomBytes(byteCount).toString('base64url');
  },
  // No salt and no slow hash: 128 random bits cannot be tried out.
  digest: (token) => createHash('sha256').update(token).digest(),
};
