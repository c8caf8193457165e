/** The log in a file that never grows past its limit: five files of 10 MB, the newest is the one without a number. */
import { renameSync, statSync } from 'node:fs';
import { pino } from 'pino';

const fileBytesMax = 10 * 1024 ** 2;
const oldFileCount = 4;
/** What may wait to be written when the disk is full or slow; lines past that are dropped. */
const waitingBytesMax = 1024 ** 2;

export interface LogFile {
  readonly destination: { write(line: string): void };
  /** Writes out what waits. The file may be written to afterwards; nothing is buffered long. */
  close(): void;
}

/** @param limits Only for tests: real limits take long to reach. */
export function openLogFile(path: string, limits: { fileBytesMax?: number } = {}): LogFile {
  const limit = limits.fileBytesMax ?? fileBytesMax;
  let size = sizeOf(path);
  let complained = false;
  const file = pino.destination({ dest: path, mode: 0o600, sync: false, maxLength: waitingBytesMax });
  file.on('write', (byteCount: number) => {
    size += byteCount;
    if (size < limit) return;
    size = 0;
    shift(path);
    file.reopen();
  });
  // A log that cannot be written (disk full) must not end the server. It is said once, where somebody may see it.
  file.on('error', (error: Error) => {
    if (!complained) process.stderr.write(`The log ${path} cannot be written: ${error.message}\n`);
    complained = true;
  });
  return {
    destination: file,
    close: () => {
      try {
        file.flushSync();
      } catch {
        // Already said, by the listener above.
      }
    },
  };
}

/** server.log.3 becomes server.log.4, …, server.log becomes server.log.1. */
function shift(path: string): void {
  for (let number = oldFileCount; number >= 1; number -= 1) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    try {
      renameSync(from, `${path}.${number}`);
    } catch {
      // There are not that many yet.
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
