/**
 * Every write, cut at every statement: refused before it is sent, and with the connection broken while it is under way.
 * Afterwards the database is as before or as after the whole write, never between, and the audit trail is whole.
 */
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { type FaultKind, injectStatementFaults, type StatementFaults } from './statement-faults.ts';
import { changesBetween, readTables } from './table-state.ts';
import { readValidChain } from './valid-chain.ts';
import type { WriteOperation } from './write-operation.ts';
import { type Writers, writeOperations } from './write-operations.ts';

let application: TestApplication;
let writers: Writers;
let faults: StatementFaults;

beforeAll(async () => {
  application = await startTestApplication();
  // The prices of the demo have no part in this, and every state would have to be read with them.
  await application.owner.pool.query('truncate prices, exchange_rates');
  writers = await writeOperations(application);
  faults = injectStatementFaults();
});

afterAll(async () => {
  faults.restore();
  await writers.close();
  await application.stop();
});

/** Of the statements of a write every third is tried, from another one on each time; all by RISKOPTIMIZER_SWEEP=all. */
const step = process.env.RISKOPTIMIZER_SWEEP === 'all' ? 1 : 3;
const first = step === 1 ? 1 : 1 + randomInt(step);

/** A write that takes more statements than this was not meant. */
const statementCountMax = 400;

interface Tally {
  points: number;
  before: number;
  after: number;
}

async function sweep(operation: WriteOperation, kind: FaultKind, tally: Tally): Promise<void> {
  const whole = await wholeChange(operation);
  for (let at = first; at <= statementCountMax; at += step * (operation.stride ?? 1)) {
    const write = await operation.prepare();
    const state = await readTables(application.owner.pool);
    const { result, statement } = await faults.during({ at, kind }, write);
    await settled();
    const changes = changesBetween(state, await readTables(application.owner.pool));
    const place = `${operation.name}, statement ${at} (${statement}), ${kind}`;
    if (statement === null) {
      expect(result.status, place).toBeLessThan(300);
      return;
    }
    tally.points += 1;
    if (Object.keys(changes).length === 0) tally.before += 1;
    else {
      tally.after += 1;
      expect(changes, place).toEqual(whole);
    }
    // What was answered as done is done.
    if (result.status < 300) expect(changes, place).toEqual(whole);
    else expect([500, 503], `${place}: ${result.text}`).toContain(result.status);
  }
  throw new Error(`${operation.name} takes more than ${statementCountMax} statements.`);
}

/** What the write changes when nothing fails. */
async function wholeChange(operation: WriteOperation) {
  const write = await operation.prepare();
  const before = await readTables(application.owner.pool);
  const { result } = await faults.during(null, write);
  expect(result.status, `${operation.name}: ${result.text}`).toBeLessThan(300);
  await settled();
  return changesBetween(before, await readTables(application.owner.pool));
}

/** A broken connection rolls back in PostgreSQL a moment after it broke here. */
async function settled(): Promise<void> {
  for (;;) {
    const { rows } = await application.owner.pool.query(
      `select from pg_stat_activity
       where datname = current_database() and application_name = 'riskoptimizer-api' and xact_start is not null`,
    );
    if (rows.length === 0) return;
  }
}

test('every write cut at its statements: before or after, never between', { timeout: 900_000 }, async () => {
  const tally: Tally = { points: 0, before: 0, after: 0 };
  for (const operation of writers.operations) {
    for (const kind of ['refuse', 'cut'] as const) await sweep(operation, kind, tally);
  }
  await readValidChain(application.owner.pool);
  console.log(
    `${writers.operations.length} writes, ${tally.points} points of failure (every ${step}. statement from ${first}): ${tally.before} left as before, ${tally.after} done, 0 between.`,
  );
  expect(tally.points).toBeGreaterThan(900 / step);
});
