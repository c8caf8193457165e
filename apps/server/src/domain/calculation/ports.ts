/** What calculations need from outside: threads to run in, and a memory of answers. */

/** Runs one kind of calculation somewhere that does not block requests. */
export type RunCalculation<Input, Numbers> = (input: Input, signal: AbortSignal | undefined) => Promise<Numbers>;

/** Of those who want to calculate the same, in whichever process, one does it at a time: the next finds what it remembered. */
export interface CalculationTurns {
  /**
   * Waits for the turn, which ends with the function that is answered, with the process, or with its connection.
   *
   * Rejects with the reason of the signal. It may let two in at once while the database cannot be reached: then both calculate.
   */
  take(key: string, signal: AbortSignal | undefined): Promise<() => void>;
}

/** A memory that may forget at any time. */
export interface AnswerMemory {
  get(key: string): Promise<Uint8Array | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
}
