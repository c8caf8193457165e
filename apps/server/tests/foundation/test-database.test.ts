/** The test database itself: each file gets its own, at the present schema, with the rights of the application. */
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';

test('two test databases have the schema and share nothing, and the role is no superuser', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const clients = [first, second].map((database) => new Client({ connectionString: database.connectionString }));
  try {
    for (const client of clients) await client.connect();
    const [left, right] = clients as [Client, Client];
    await left.query('create table mark (value int)');
    const seen = await right.query<{ mark: string | null; users: string | null; superuser: boolean }>(
      `select to_regclass('mark') as mark, to_regclass('users') as users,
              (select rolsuper from pg_roles where rolname = current_user) as superuser`,
    );
    expect(seen.rows[0]).toEqual({
      mark: null,
      users: 'users',
      superuser: process.env.TEST_DATABASE_URL !== undefined,
    });
  } finally {
    for (const client of clients) await client.end();
    await Promise.all([first.drop(), second.drop()]);
  }
});
