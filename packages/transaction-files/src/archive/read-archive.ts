/** One file out of an archive, inflated only when the archive says that it is small enough. */
import { unzipSync } from 'fflate';
import { archiveEntriesMax } from '../limits.ts';

export type ArchivedFile = Uint8Array | 'missing' | 'damaged' | 'too-large';

export function readArchivedFile(bytes: Uint8Array, name: string, bytesMax: number): ArchivedFile {
  let refused: 'too-large' | null = null;
  let entries = 0;
  try {
    // The inflater writes into a buffer of the announced size, so an archive that announces too little inflates no further.
    const files = unzipSync(bytes, {
      filter: (file) => {
        entries += 1;
        if (file.name !== name) return false;
        if (entries > archiveEntriesMax || file.originalSize > bytesMax) refused = 'too-large';
        return refused === null;
      },
    });
    return refused ?? files[name] ?? 'missing';
  } catch {
    return 'damaged';
  }
}
