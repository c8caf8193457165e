/** What has been opened and has to be closed, the last first. */
import type { Logger } from '../core/logging.ts';

/** Longer than PostgreSQL needs to write what it has; a part that takes longer is left behind. */
const partLimitMs = 35_000;

interface Entry {
  readonly name: string;
  readonly close: () => Promise<void>;
  readonly limitMs: number;
}

export class ClosingList {
  readonly #entries: Entry[] = [];

  add(name: string, close: () => Promise<void>, limitMs: number = partLimitMs): void {
    this.#entries.push({ name, close, limitMs });
  }

  /** One that fails or hangs does not hold up the others. A second call finds nothing left to do. */
  async close(log: Logger | null): Promise<void> {
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) {
      try {
        await withinLimit(entry.close(), entry.limitMs);
      } catch (error) {
        log?.error({ err: error, part: entry.name }, 'A part could not be closed.');
      }
    }
  }
}

async function withinLimit(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not close within ${limitMs / 1000} s.`)), limitMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
