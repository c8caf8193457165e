/** What calculations need from outside: threads to run in, and a memory of answers. */

/** Runs one kind of calculation somewhere that does not block requests. */
export type RunCalculation<Input, Numbers> = (input: Input, signal: AbortSignal | undefined) => Promise<Numbers>;

/** A memory that may forget at any time. */
export interface AnswerMemory {
  get(key: string): Promise<Uint8Array | null>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
}
