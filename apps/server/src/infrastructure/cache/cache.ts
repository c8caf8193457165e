/**
 * The cache port. A cache is a memory of answers, never the truth: every entry may be gone at any moment, so nothing that
 * must be right may depend on `set` or `delete` having worked. Put a version into the key instead of deleting.
 */
export interface Cache {
  /** The bytes stored under the key, or null when there are none, they expired, or the cache cannot answer in time. */
  get(key: string): Promise<Buffer | null>;
  /** Stores a copy for `ttlSeconds`. A value over the size limit of the cache is not stored. */
  set(key: string, value: string | Buffer, ttlSeconds: number): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
