/** Progress is told as often as the work likes and written a few times a second: the last word of each moment. */
const writeEveryMs = 250;

export class ProgressWriter {
  readonly #write: (fraction: number | null, text: string | null) => Promise<void>;
  #waiting: { readonly fraction: number | null; readonly text: string | null } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #wroteAtMs = Number.NEGATIVE_INFINITY;
  #isWriting = false;
  #isClosed = false;

  constructor(write: (fraction: number | null, text: string | null) => Promise<void>) {
    this.#write = write;
  }

  note(fraction: number | null, text: string | null): void {
    if (this.#isClosed) return;
    const within = fraction === null || Number.isNaN(fraction) ? null : Math.min(1, Math.max(0, fraction));
    this.#waiting = { fraction: within, text: text === null ? null : text.slice(0, 200) };
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer !== null || this.#isWriting) return;
    const pauseMs = Math.max(0, this.#wroteAtMs + writeEveryMs - performance.now());
    this.#timer = setTimeout(() => void this.#send(), pauseMs).unref();
  }

  async #send(): Promise<void> {
    this.#timer = null;
    const next = this.#waiting;
    if (next === null) return;
    this.#waiting = null;
    this.#isWriting = true;
    this.#wroteAtMs = performance.now();
    try {
      await this.#write(next.fraction, next.text);
    } catch {
      // The database is away for a moment: progress is worth nothing later.
    } finally {
      this.#isWriting = false;
      if (this.#waiting !== null && !this.#isClosed) this.#schedule();
    }
  }
}
