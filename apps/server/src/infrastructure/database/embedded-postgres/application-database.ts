/** The role and the database of the application, made when they are missing. */
import type { Client } from 'pg';
import { applicationDatabase, applicationRole } from './cluster-files.ts';

/** A start that was killed half-way is completed by the next one. */
export async function ensureApplicationDatabase(administrator: Client): Promise<void> {
  const role = await administrator.query('select 1 from pg_roles where rolname = $1', [applicationRole]);
  if (role.rowCount === 0) await administrator.query(`create role ${applicationRole} login`);
  const database = await administrator.query('select 1 from pg_database where datname = $1', [applicationDatabase]);
  if (database.rowCount === 0) {
    await administrator.query(`create database ${applicationDatabase} owner ${applicationRole}`);
  }
}
