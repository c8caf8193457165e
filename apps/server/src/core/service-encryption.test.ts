import { describe, expect, test } from 'vitest';
import { unencryptedServices } from './service-encryption.ts';

describe('unencryptedServices', () => {
  test.each([
    {},
    { DATABASE_URL: 'postgres://a:b@localhost:5432/c', REDIS_URL: 'redis://127.0.0.1:6379' },
    { DATABASE_URL: 'postgres://a@[::1]/c', REDIS_URL: 'redis://[::1]:6379' },
    { DATABASE_URL: 'postgres:///c?host=/run/postgresql', REDIS_URL: 'unix:///run/redis.sock' },
    { DATABASE_URL: 'postgres://a@%2Frun%2Fpostgresql/c' },
    { DATABASE_URL: 'postgres://a:b@db.example.org/c?sslmode=verify-full', REDIS_URL: 'rediss://cache.example.org' },
  ])('%j: nothing to say', (given) => expect(unencryptedServices(given)).toEqual([]));

  test.each([
    ['DATABASE_URL', 'postgres://a:secret@db.example.org/c'],
    ['DATABASE_OWNER_URL', 'postgresql://a:secret@10.0.0.4:5432/c'],
    ['DATABASE_URL', 'postgres://a:secret@localhost/c?host=db.example.org'],
    ['DATABASE_URL', 'postgres://a:secret@127.0.0.1.example.org/c'],
    ['DATABASE_URL', 'postgres://a:secret@db/c?sslmode=disable'],
    ['DATABASE_URL', 'postgres://a:secret@db/c?sslmode=no-verify'],
    ['DATABASE_URL', 'postgres://a:secret@db/c?sslmode=prefer'],
    ['REDIS_URL', 'redis://:secret@cache:6379'],
  ])('%s=%s is refused, its password kept', (name, address) => {
    const [sentence, ...others] = unencryptedServices({ [name]: address });
    expect(sentence).toContain(`${name} names another machine without TLS`);
    expect(sentence).toContain('RISKOPTIMIZER_UNENCRYPTED_SERVICES');
    expect(sentence).not.toContain('secret');
    expect(others).toEqual([]);
  });
});
