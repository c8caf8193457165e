/** Bytes of a text file to text: the encoding is told by its mark, by its zero bytes, or by whether it is UTF-8 at all. */
import type { TextEncoding } from '@riskoptimizer/contracts';
import { FileRefusal } from '../problem.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

const sampleBytes = 4096;

/**
 * Decodes a text file.
 *
 * A byte order mark decides; without one, zero bytes at even or odd places tell UTF-16, and what is no UTF-8 is taken for
 * Windows-1252, which spreadsheets of western Europe write. Zero characters and broken surrogates are refused.
 *
 * @param asked the encoding that the user says it is.
 */
export function decodeText(bytes: Uint8Array, asked: TextEncoding | null): DecodedText {
  const encoding = asked ?? detectEncoding(bytes);
  const text = decode(bytes, encoding);
  const broken = /[\0\ufffd]/.exec(text);
  if (broken === null || (broken[0] === '\ufffd' && isWellFormed(bytes, encoding))) return { text, encoding };
  const line = text.slice(0, broken.index).split(/\r\n|\r|\n/).length;
  const found = broken[0] === '\0' ? 'a zero character' : 'bytes that are no text';
  throw new FileRefusal({
    message: `line ${line} holds ${found} (read as ${encoding}).`,
    line,
    remedy: 'Export the file again as CSV in UTF-8, or say which encoding it has.',
  });
}

function detectEncoding(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = zerosByPlace(bytes.subarray(0, sampleBytes));
  if (zeros.odd > zeros.even * 4 && zeros.odd * 4 > zeros.length) return 'utf-16le';
  if (zeros.even > zeros.odd * 4 && zeros.even * 4 > zeros.length) return 'utf-16be';
  return isWellFormed(bytes, 'utf-8') ? 'utf-8' : 'windows-1252';
}

function zerosByPlace(bytes: Uint8Array): { even: number; odd: number; length: number } {
  let even = 0;
  let odd = 0;
  bytes.forEach((byte, index) => {
    if (byte === 0 && index % 2 === 0) even += 1;
    if (byte === 0 && index % 2 === 1) odd += 1;
  });
  return { even, odd, length: bytes.length };
}

/** U+FFFD may stand in a file by itself; it is a fault only where the decoder has put it. */
function isWellFormed(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    new TextDecoder(labelOf(encoding), { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decode(bytes: Uint8Array, encoding: TextEncoding): string {
  // Each decoder drops the byte order mark of its own encoding.
  return new TextDecoder(labelOf(encoding)).decode(bytes);
}

function labelOf(encoding: TextEncoding): string {
  return encoding === 'utf-8-bom' ? 'utf-8' : encoding;
}
