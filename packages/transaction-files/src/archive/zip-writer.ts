/** An archive that is written piece by piece, so that it can be sent while it is made. The same content gives the same bytes. */
import { Zip, ZipDeflate } from 'fflate';

/** Archives have a time for each file; a fixed one, as the bytes are to depend on the content alone. */
const fixedTime = new Date(1980, 0, 1);

export class ZipWriter {
  #written: Uint8Array[] = [];
  #file: ZipDeflate | null = null;
  readonly #zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    this.#written.push(piece);
  });

  /** Ends the file before it, and begins one. */
  begin(name: string): void {
    this.#endFile();
    this.#file = new ZipDeflate(name, { level: 6 });
    this.#file.mtime = fixedTime;
    this.#zip.add(this.#file);
  }

  /** More of the file that was begun. */
  push(bytes: Uint8Array): void {
    // The compressor keeps what it is given; a view of a buffer that is used again would change under it.
    this.#file!.push(bytes);
  }

  end(): void {
    this.#endFile();
    this.#zip.end();
  }

  /** What was written since it was asked for last. */
  take(): Uint8Array[] {
    const taken = this.#written;
    this.#written = [];
    return taken;
  }

  #endFile(): void {
    this.#file?.push(new Uint8Array(0), true);
    this.#file = null;
  }
}
