/** Longest line that is read; longer ones are refused, so that memory stays flat whatever the file holds. */
export const lineBytesMax = 16 * 1024 * 1024;

/** The bytes of a line without its line feed. */
export interface Line {
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly number: number;
  /** Whether a line feed ended it: all but the last one. */
  readonly ended: boolean;
  /** Longer than `lineBytesMax`; `bytes` is only its beginning, and nothing follows. */
  readonly tooLong: boolean;
}

const lineFeed = 0x0a;

/** Splits chunks of bytes (or of text, as UTF-8) at line feeds; a file that ends with one has no line after it. */
export async function* readLines(
  chunks: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Line, void, undefined> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 0;
  const take = (ended: boolean): Line => {
    const bytes = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    parts = [];
    length = 0;
    number += 1;
    return { bytes, number, ended, tooLong: bytes.length > lineBytesMax };
  };
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    while (start < bytes.length) {
      const found = bytes.indexOf(lineFeed, start);
      const end = found === -1 ? bytes.length : found;
      parts.push(bytes.subarray(start, end));
      length += end - start;
      if (found !== -1 || length > lineBytesMax) {
        const line = take(found !== -1);
        yield line;
        if (line.tooLong) return;
      }
      start = end + 1;
    }
  }
  if (length > 0) yield take(false);
}
