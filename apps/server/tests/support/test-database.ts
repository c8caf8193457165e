/** A database of a test file's own, with the present schema, made from the template in a few dozen milliseconds. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { ask, withDatabase } from './database-address.ts';

export interface TestDatabase {
  readonly name: string;
  readonly connectionString: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `riskoptimizer_test_${randomBytes(6).toString('hex')}`;
  await ask(inject('administratorConnectionString'), `create database ${name} template ${inject('templateDatabase')}`);
  return {
    name,
    connectionString: withDatabase(inject('administratorConnectionString'), name),
    drop: () => dropDatabase(name),
  };
}

/** An autovacuum worker may be at work in it, which only a superuser may end; it goes by itself in a moment. */
async function dropDatabase(name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await ask(inject('administratorConnectionString'), `drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || tries === 50) throw error;
      await sleep(200);
    }
  }
}
