/** E-mail addresses as they are compared, and the name of the index that finds them. */
import type { BlindIndex } from '../cryptography/ports.ts';

/** NFKC, without regard to case: `Ann@Example.COM` and `ann@example.com` are one account. */
export function normaliseEmail(email: string): string {
  // Lower case may leave NFKC: twice is for good.
  return email.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

/** What an address is found by in accounts, invitations and shares alike. */
export function emailIndexOf(index: BlindIndex, email: string): string {
  return index.of('email', normaliseEmail(email));
}
