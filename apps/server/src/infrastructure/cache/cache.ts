/**
 * The cache port. A cache is a memory of answers, never the truth: every entry may be gone at any moment, so nothing that
 * must be right may depend on `set` or `delete` having worked. Put a version into the key instead of deleting.
 */
export interface Cache {
  /** A copy of the bytes stored under the key, or null: there are none, they expired, or the cache cannot answer in time. */
  get(key: string): Promise<Buffer | null>;
  /** Stores a copy for `ttlSeconds` (above 0). A value over `cacheValueBytesMax` is not stored, and an older one is gone. */
  set(key: string, value: string | Buffer, ttlSeconds: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Whether the cache answers at present, for /health/ready; a cache that does not is no reason to refuse requests. */
  isAvailable(): boolean;
  close(): Promise<void>;
}

export const cacheValueBytesMax = 16 * 1024 ** 2;
