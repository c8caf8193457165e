/**
 * The successor of a refresh token, sealed with AES-256-GCM under a key made of that token by HKDF-SHA-256. The database has
 * the token as SHA-256 only, so it alone opens nothing.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SuccessorSeal } from '../../domain/identity/sessions/ports.ts';

const ivBytes = 12;
const tagBytes = 16;

export const successorSeal: SuccessorSeal = {
  seal: (token, successor) => {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', keyOf(token), iv);
    return Buffer.concat([iv, cipher.update(successor, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  open: (token, sealed) => {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(token), sealed.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()]).toString();
  },
};

function keyOf(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'riskoptimizer successor of a refresh token', 32));
}
