/**
 * One PostgreSQL for a whole test run, with one template database at the present schema.
 *
 * Without settings it is the embedded one in a folder that goes with the run. TEST_DATABASE_URL names another (its role
 * must be allowed to make databases), so that the same tests run on every PostgreSQL that is supported. TEST_REDIS_URL
 * names a Redis for every server process; applications in the process of a test have each their own then.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { ownerRole } from '../../src/infrastructure/database/embedded-postgres/cluster-files.ts';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded-postgres/embedded-postgres.ts';
import { migrate } from '../../src/infrastructure/database/migrate.ts';
import { ask, withDatabase } from './database-address.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a role that may make databases. */
    administratorConnectionString: string;
    templateDatabase: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const templateDatabase = `riskoptimizer_template_${randomBytes(4).toString('hex')}`;
  await ask(server.connectionString, `create database ${templateDatabase}`);
  await migrate(withDatabase(server.connectionString, templateDatabase));
  project.provide('administratorConnectionString', server.connectionString);
  project.provide('templateDatabase', templateDatabase);
  return async () => {
    await ask(server.connectionString, `drop database if exists ${templateDatabase} with (force)`);
    await server.close();
  };
}

async function openServer(): Promise<{ connectionString: string; close(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL ?? '';
  if (given !== '') return { connectionString: given, close: async () => {} };
  const dataFolder = await mkdtemp(join(tmpdir(), 'riskoptimizer-test-'));
  const server = await startEmbeddedPostgres({ dataFolder, log: pino({ level: 'silent' }) });
  // Tests look at everything as the owner, who may make databases besides; the application under test works as its own role.
  await ask(server.administratorConnectionString, `alter role ${ownerRole} createdb`);
  return {
    connectionString: server.ownerConnectionString,
    close: async () => {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
