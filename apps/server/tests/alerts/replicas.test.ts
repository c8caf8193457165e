/** Two servers on one database: one of them measures, and what happens while none leads is measured afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { openAlertDesk } from './alert-desk.ts';

let first: TestApplication;
let second: TestApplication;
let people: People;

beforeAll(async () => {
  first = await startTestApplication();
  second = await startTestApplication({ on: first });
  people = await makePeople(second);
}, 60_000);
afterAll(async () => {
  await people.close();
  await second.stop();
  await first.stop();
});

test('a crossing is one alert with one message, and what changes while nobody leads is measured by who leads next', async () => {
  const desk = await openAlertDesk(second, people);
  const subject = { kind: 'asset', assetId: desk.assetIds[0] };
  const input = { measure: 'price', subject, threshold: '150', channels: ['email'] };
  const rules = await Promise.all(Array.from({ length: 5 }, () => desk.createRule(input)));
  await desk.addClose(desk.assetIds[0], 200);
  for (const { id } of rules) {
    await desk.measured(id, ({ state }) => state === 'beyond');
    const alerts = await desk.alertsOf(id);
    expect(alerts.map(({ deliveries }) => deliveries.map(({ occasion }) => occasion))).toEqual([['raised']]);
  }
  const { rows } = await second.owner.pool.query(`select 1 from jobs where kind = 'alert-delivery'`);
  expect(rows.length).toBe(rules.length);
  // Nobody leads and nobody hears: by the time they do, the price has come back.
  const live = `from pg_stat_activity where application_name = 'riskoptimizer-live' and datname = current_database()`;
  const { rows: cut } = await second.owner.pool.query(`select pg_terminate_backend(pid) ${live}`);
  expect(cut.length).toBe(2);
  await desk.addClose(desk.assetIds[0], 100);
  for (const { id } of rules) {
    await desk.measured(id, ({ state }) => state === 'within');
    expect((await desk.alertsOf(id)).map(({ state }) => state)).toEqual(['over']);
  }
});
