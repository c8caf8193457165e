/** The roles and the database of the application, made when they are missing. */
import type { Client } from 'pg';
import { applicationRole } from '../application-role.ts';
import { applicationDatabase, ownerRole } from './cluster-files.ts';

/** A start that was killed half-way is completed by the next one. */
export async function ensureApplicationDatabase(administrator: Client): Promise<void> {
  for (const role of [ownerRole, applicationRole]) {
    const found = await administrator.query('select from pg_roles where rolname = $1', [role]);
    if (found.rowCount === 0) await administrator.query(`create role ${role} login`);
  }
  // An earlier version, or a database that was brought along, may have made it without the right to sign in.
  await administrator.query(`alter role ${applicationRole} login nosuperuser nobypassrls nocreaterole nocreatedb`);
  // So that the owner may hand out rights to it and look through its eyes.
  await administrator.query(`grant ${applicationRole} to ${ownerRole}`);
  const database = await administrator.query('select from pg_database where datname = $1', [applicationDatabase]);
  if (database.rowCount === 0) {
    await administrator.query(`create database ${applicationDatabase} owner ${ownerRole}`);
  }
}
