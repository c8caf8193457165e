/** The last seconds of a server that was told to stop: it answers as before, and says that no more requests should come. */
import type { Check } from './readiness.ts';

export class Drain {
  #isDraining = false;

  get isDraining(): boolean {
    return this.#isDraining;
  }

  begin(): void {
    this.#isDraining = true;
  }

  /** Fails from the beginning of the drain on: whoever distributes requests asks for readiness. */
  readonly check: Check = async () => {
    if (this.#isDraining) throw new Error('The server stops: it was sent SIGTERM.');
    return undefined;
  };
}
