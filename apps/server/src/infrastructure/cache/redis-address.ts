/** Where a Redis is. */
import type { RedisOptions } from 'ioredis';

/** @param url `redis://`, `rediss://` or `unix:///path/of/the/socket`. */
export function redisAddress(url: string): RedisOptions {
  const address = new URL(url);
  if (address.protocol === 'unix:') return { path: decodeURIComponent(address.pathname) };
  const database = Number(address.pathname.slice(1) || '0');
  return {
    host: address.hostname === '' ? '127.0.0.1' : address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port || '6379'),
    db: Number.isInteger(database) ? database : 0,
    ...(address.username === '' ? {} : { username: decodeURIComponent(address.username) }),
    ...(address.password === '' ? {} : { password: decodeURIComponent(address.password) }),
    ...(address.protocol === 'rediss:' ? { tls: { servername: address.hostname } } : {}),
  };
}
