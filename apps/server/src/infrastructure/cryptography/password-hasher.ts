/**
 * Passwords: `bcrypt(base64(HMAC-SHA-384(pepper, NFKC(password))))`, stored as `b1.pepperId.hash`.
 *
 * bcrypt reads 72 bytes at most and stops at a NUL; the HMAC turns every password, however long, into 64 plain characters.
 * The pepper is a secret outside the database: a stolen table alone cannot be tried out. See docs/decisions/0007.
 */
import { createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';
import type { PasswordHasher, PasswordVerdict } from '../../domain/cryptography/ports.ts';
import { createHashQueue, type HashQueue } from './hash-queue.ts';
import { findKey, type KeyRing } from './key-ring.ts';

export const bcryptRounds = { min: 10, max: 16, default: 12 } as const;

export interface PasswordHasherOptions {
  /** The first makes new hashes; the others verify old ones. */
  readonly peppers: KeyRing;
  /** 2^rounds steps; one round more doubles the time (12: about a quarter of a second). */
  readonly rounds?: number;
  readonly queue?: HashQueue;
}

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const { peppers, rounds = bcryptRounds.default, queue = createHashQueue() } = options;
  if (!Number.isInteger(rounds) || rounds < bcryptRounds.min || rounds > bcryptRounds.max) {
    throw new RangeError(`bcrypt rounds are ${bcryptRounds.min} to ${bcryptRounds.max}, not ${rounds}.`);
  }
  const [pepper] = peppers;

  const verifyNothing = (password: string) =>
    queue.run(async () => {
      await bcrypt.compare(prehash(pepper.bytes, password), dummyHash(rounds));
    });

  const verify = async (password: string, stored: string): Promise<PasswordVerdict> => {
    const parts = readStored(stored);
    const usedPepper = parts === null ? null : findKey(peppers, parts.pepperId);
    if (parts === null || usedPepper === null) {
      await verifyNothing(password);
      return { matches: false, needsRehash: false };
    }
    return queue.run(async () => {
      const matches = await bcrypt.compare(prehash(usedPepper.bytes, password), parts.hash);
      if (matches) return { matches, needsRehash: parts.rounds < rounds || parts.pepperId !== pepper.id };
      await makeUpFor(parts.rounds, rounds, prehash(pepper.bytes, password));
      return { matches, needsRehash: false };
    });
  };

  return {
    hash: (password) =>
      queue.run(async () => `b1.${pepper.id}.${await bcrypt.hash(prehash(pepper.bytes, password), rounds)}`),
    verify,
    verifyNothing,
  };
}

function prehash(pepper: Buffer, password: string): string {
  return createHmac('sha384', pepper).update(password.normalize('NFKC')).digest('base64');
}

/**
 * A hash of old, cheaper rounds answers sooner than `verifyNothing`, which would tell that the account exists.
 * 2^old + (2^old + 2^(old+1) + … + 2^(present-1)) = 2^present, so one step of each cost in between makes up the difference.
 */
async function makeUpFor(oldRounds: number, presentRounds: number, prehashed: string): Promise<void> {
  for (let rounds = oldRounds; rounds < presentRounds; rounds += 1) {
    await bcrypt.compare(prehashed, dummyHash(rounds));
  }
}

/** Well-formed, of no known password; comparing with it takes as long as with any other of these rounds. */
function dummyHash(rounds: number): string {
  return `$2b$${String(rounds).padStart(2, '0')}$RiskOptimizerKnowsOeNoAccountHasThisPasswordAndNeverW`;
}

function readStored(stored: string): { pepperId: string; hash: string; rounds: number } | null {
  const match = /^b1\.([^.]+)\.(\$2b\$(\d\d)\$[./0-9A-Za-z]{53})$/.exec(stored);
  if (match === null) return null;
  const [, pepperId = '', hash = '', rounds = ''] = match;
  return { pepperId, hash, rounds: Number(rounds) };
}
