/**
 * Tells keys that were drawn at random from those that somebody typed or copied.
 *
 * The bounds are such that a random key of 32 bytes is refused less than once in a million; such a key is simply drawn again.
 */

export const secretBytesMin = 32;

/** Of 32 random bytes about 30 differ; fewer than 20 happens once in 10^9. */
const distinctBytesMin = 20;
const printableShareMax = 0.9;

/** Parts of texts that stand in manuals and templates where a secret belongs; they are looked for in what was written. */
const sampleWords =
  /changeme|change-me|password|passw0rd|example|secret|riskopt|default|qwerty|letmein|01234567|abcdefgh|12345678/i;

/** Keys that are published: whoever reads the same page has them. */
const publishedKeys = new Set([
  // The key of the Fernet specification.
  'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4',
  // RFC 8037, A.1: the Ed25519 key of the examples.
  'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  // RFC 7515, A.1: the HMAC key of the examples.
  'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
]);

/**
 * @param bytes The key. @param written The text it was read from, or '' when there is none.
 * @returns What makes it weak, as the end of a sentence, or null. Never a part of it.
 */
export function weaknessOf(bytes: Buffer, written: string): string | null {
  if (bytes.length < secretBytesMin) return `has ${bytes.length} bytes; ${secretBytesMin} are the least`;
  if (publishedKeys.has(bytes.toString('base64url'))) return 'is a published sample key';
  if (sampleWords.test(written) || sampleWords.test(bytes.toString('latin1'))) return 'has a sample word in it';
  if (isRepetition(bytes) || isRepetition(Buffer.from(written.replace(/=+$/, '')))) return 'repeats itself';
  if (isSequence(bytes)) return 'counts up or down';
  if (new Set(bytes).size < Math.min(distinctBytesMin, bytes.length)) return 'has too few different bytes';
  const printable = bytes.filter((byte) => byte >= 0x20 && byte < 0x7f).length;
  if (printable > bytes.length * printableShareMax) return 'is a text, not random bytes';
  if (/^[0-9a-f]+$/i.test(written)) return 'is written in hexadecimal digits; base64 is expected';
  return isWords(written) ? 'looks like words, not like random bytes' : null;
}

/** The whole is a shorter piece again and again; the last piece may be cut. */
function isRepetition(bytes: Buffer): boolean {
  for (let period = 1; period <= bytes.length / 2; period += 1) {
    if (bytes.subarray(period).equals(bytes.subarray(0, -period))) return true;
  }
  return false;
}

/** Nearly all neighbours differ by the same step. */
function isSequence(bytes: Buffer): boolean {
  const counts = new Map<number, number>();
  for (let index = 1; index < bytes.length; index += 1) {
    const step = (bytes[index]! - bytes[index - 1]! + 256) % 256;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return Math.max(...counts.values()) > bytes.length / 2;
}

/** Base64 of random bytes mixes both cases and digits; words hardly do. */
function isWords(written: string): boolean {
  const count = (pattern: RegExp) => written.match(pattern)?.length ?? 0;
  const [lower, upper, digits] = [count(/[a-z]/g), count(/[A-Z]/g), count(/[0-9+/_]/g)];
  const rarer = Math.min(lower, upper);
  if (lower + upper < 20) return false;
  return rarer < (lower + upper) * (digits === 0 ? 0.25 : 0.1);
}
