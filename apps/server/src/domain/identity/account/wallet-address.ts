/** Wallet addresses carry a checksum against typing errors. It is checked, so that no report ever names a stranger's wallet. */

import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58check, bech32, bech32m } from '@scure/base';
import { ProblemError } from '../../../core/errors.ts';

/**
 * Says what is wrong with an address, or null. Its shape was checked before (contracts: walletAddress).
 *
 * - Ethereum by EIP-55: the capitals are the checksum. All lower or all upper case carries none and is taken.
 * - Bitcoin by base58check (addresses that start with 1 or 3), bech32 (bc1q, tb1q: BIP 173) and bech32m (bc1p, tb1p: BIP 350).
 */
export function walletAddressRefusal(address: string): string | null {
  if (address.startsWith('0x')) return ethereumRefusal(address.slice(2));
  if (/^(bc1|tb1)/.test(address)) return segwitRefusal(address);
  return base58Refusal(address);
}

/** @throws ProblemError `request-invalid` at the field */
export function requireWalletAddress(address: string, field: string): void {
  const message = walletAddressRefusal(address);
  if (message === null) return;
  const remedy = 'Copy the address from the wallet instead of typing it.';
  throw new ProblemError('request-invalid', `${message} ${remedy}`, { errors: [{ field, message, remedy }] });
}

function ethereumRefusal(digits: string): string | null {
  const lower = digits.toLowerCase();
  if (digits === lower || digits === digits.toUpperCase()) return null;
  const hash = Buffer.from(keccak_256(Buffer.from(lower, 'ascii'))).toString('hex');
  const expected = [...lower].map((digit, index) =>
    Number.parseInt(hash[index]!, 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return expected.join('') === digits
    ? null
    : 'The capitals of this Ethereum address are not those of its checksum (EIP-55), so a character is wrong.';
}

const witnessVersionMax = 16;

function segwitRefusal(address: string): string | null {
  const wrong = 'The checksum of this Bitcoin address is wrong, so a character is wrong.';
  // BIP 350: version 0 is written in bech32, all later ones in bech32m.
  const old = bech32.decodeUnsafe(address);
  const decoded = old ?? bech32m.decodeUnsafe(address);
  const version = decoded?.words[0];
  if (decoded === undefined || version === undefined || (version === 0) !== (old !== undefined)) return wrong;
  const programme = bech32.fromWordsUnsafe(decoded.words.slice(1));
  const length = programme === undefined ? 0 : programme.length;
  const isPossible =
    version <= witnessVersionMax && (version === 0 ? [20, 32].includes(length) : length >= 2 && length <= 40);
  return isPossible ? null : 'This Bitcoin address has a length that none has.';
}

/** One byte for the kind of address and the 20 of a hash. */
const base58Bytes = 21;
const base58Versions: Readonly<Record<string, number>> = { '1': 0x00, '3': 0x05 };

function base58Refusal(address: string): string | null {
  try {
    const bytes = base58check(sha256).decode(address);
    if (bytes.length === base58Bytes && bytes[0] === base58Versions[address[0]!]) return null;
  } catch {
    // The library throws for a wrong checksum; what it says adds nothing.
  }
  return 'The checksum of this Bitcoin address is wrong, so a character is wrong.';
}

/** Enough to recognise an address, for the audit trail. */
export function maskWalletAddress(address: string | null): string | null {
  return address === null ? null : `${address.slice(0, 6)}…`;
}
