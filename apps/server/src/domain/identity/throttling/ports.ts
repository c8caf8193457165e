/** What failed attempts are counted in, shared by all processes. */
export interface ThrottleRow {
  readonly failures: number;
  readonly blockedUntil: Date | null;
  /** Of a counter that works by the minute: when its minute began. */
  readonly lastFailureAt: Date;
}

/** Calls join the running transaction. */
export interface ThrottleRepository {
  /** The rows of these keys, made where they are missing and held until the transaction ends. */
  lock(keys: readonly string[], now: Date): Promise<ReadonlyMap<string, ThrottleRow>>;
  put(key: string, row: ThrottleRow): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** The latest end of a delay among these keys, null when there is none. */
  blockedUntil(keys: readonly string[]): Promise<Date | null>;
}
