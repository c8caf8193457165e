/** Recovery codes: for the day when the authenticator is lost. Ten at a time, each works once, shown once. */
import { randomInt } from 'node:crypto';
import type { BlindIndex } from '../../cryptography/ports.ts';

const codeCount = 10;
const groupCount = 4;
const groupLength = 5;

/** Crockford's alphabet: no i, l, o, u, so that nothing is mistaken for another. 20 of 32 characters are 100 random bits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export function newRecoveryCodes(): string[] {
  return Array.from({ length: codeCount }, () =>
    Array.from({ length: groupCount }, () =>
      Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join(''),
    ).join('-'),
  );
}

/** What is stored in the place of a code. It takes what people make of it: capitals, and letters that look like digits. */
export function recoveryCodeHash(index: BlindIndex, userId: string, code: string): string {
  const plain = code.trim().toLowerCase().replaceAll('-', '').replaceAll(/[il]/g, '1').replaceAll('o', '0');
  return index.of('recovery-code', `${userId}:${plain}`);
}
