/** The parts of a workbook, inflated only after its directory has said that they are few and small enough. */
import { unzipSync } from 'fflate';
import { archiveEntriesMax, inflatedBytesMax } from '../limits.ts';
import { FileRefusal } from '../problem.ts';

/** @throws FileRefusal for a damaged archive, or one that would inflate beyond the limit. */
export function inflateParts(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, Uint8Array> {
  let entries = 0;
  let inflated = 0;
  try {
    // The inflater writes into a buffer of the announced size, so an archive that announces too little inflates no further.
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        if (entries > archiveEntriesMax) throw tooLarge(`more than ${archiveEntriesMax} parts`);
        if (!isWanted(name)) return false;
        inflated += originalSize;
        if (inflated > inflatedBytesMax) throw tooLarge(`more than ${inflatedBytesMax / 1e6} MB when it is inflated`);
        return true;
      },
    });
    return new Map(Object.entries(parts));
  } catch (error) {
    if (error instanceof FileRefusal) throw error;
    throw new FileRefusal({
      message: 'the workbook is damaged: it cannot be unpacked.',
      remedy: 'Save it again as .xlsx, or export it as CSV.',
    });
  }
}

function tooLarge(what: string): FileRefusal {
  return new FileRefusal({
    message: `the workbook has ${what}.`,
    remedy: 'Export only the sheet with the transactions, best as CSV.',
  });
}

const pieceBytes = 1 << 16;

/** A part as text, piece by piece. */
export function* textPieces(part: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8');
  for (let from = 0; from < part.length; from += pieceBytes) {
    yield decoder.decode(part.subarray(from, from + pieceBytes), { stream: true });
  }
  yield decoder.decode();
}
