/** The cache of a single process: the entries used last, as many as fit. */
import { LRUCache } from 'lru-cache';
import { type Cache, cacheValueBytesMax } from './cache.ts';

/** What an entry takes besides its key and value, roughly. */
const entryOverheadBytes = 200;

/** @param bytesMax Room for keys and values together; the entries used longest ago make way. */
export function createMemoryCache(bytesMax: number): Cache {
  const entries = new LRUCache<string, Buffer>({
    maxSize: bytesMax,
    maxEntrySize: Math.min(bytesMax, cacheValueBytesMax + entryOverheadBytes),
    sizeCalculation: (value, key) => value.length + Buffer.byteLength(key) + entryOverheadBytes,
  });
  return {
    // Copies on both ways: a caller who changes his bytes must not change ours.
    get: async (key) => {
      const found = entries.get(key);
      return found === undefined ? null : Buffer.from(found);
    },
    set: async (key, value, ttlSeconds) => {
      entries.set(key, typeof value === 'string' ? Buffer.from(value) : Buffer.from(value), {
        ttl: Math.ceil(ttlSeconds * 1000),
      });
    },
    delete: async (key) => {
      entries.delete(key);
    },
    isAvailable: () => true,
    close: async () => entries.clear(),
  };
}
