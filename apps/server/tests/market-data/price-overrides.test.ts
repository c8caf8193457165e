/** Decisions about single prices over HTTP: what they change, that nothing undoes them, and that they can be taken back. */
import type { AssetQuality, PriceOverride, PriceOverrideList, Problem } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditOf, invite, type Somebody, setUpAdministrator } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createFixedClock } from '../third-party/fixed-clock.ts';

const file = 'date,ACME\n2026-11-16,100\n2026-11-17,101\n2026-11-18,999\n2026-11-19,102\n2026-11-20,103\n';
let application: TestApplication;
let bea: Somebody;
let vera: Somebody;
let assetId: string;

beforeAll(async () => {
  application = await startTestApplication({
    clock: createFixedClock('2026-11-21T12:00:00.000Z'),
    environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' },
  });
  const ada = await setUpAdministrator(application);
  bea = await invite(application, ada, 'analyst', 'bea@example.com');
  vera = await invite(application, ada, 'analyst', 'vera@example.com');
  assetId = await importFile(file);
}, 120_000);
afterAll(() => application.stop());

async function importFile(csv: string): Promise<string> {
  const headers = { authorization: `Bearer ${bea.session.accessToken}`, 'content-type': 'text/csv' };
  const preview = await application.ask<{ id: string }>('POST', '/api/v1/price-imports', { body: csv, headers });
  const json = { currency: 'USD' };
  const done = await bea.ask<{ assetIds: string[] }>('POST', `/price-imports/${preview.body.id}/commit`, json);
  return done.body.assetIds[0]!;
}

const path = (date: string) => `/assets/${assetId}/price-overrides/${date}`;
const decide = (date: string, json: unknown, who = bea) => who.ask<PriceOverride & Problem>('PUT', path(date), json);
const closes = async () => {
  const { body } = await bea.ask<{ dates: string[]; closes: string[] }>('GET', `/assets/${assetId}/prices`);
  return Object.fromEntries(body.dates.map((date, place) => [date, Number(body.closes[place])]));
};
const quality = async () => (await bea.ask<AssetQuality>('GET', `/assets/${assetId}/quality`)).body;
const stored = { '2026-11-16': 100, '2026-11-17': 101, '2026-11-18': 999, '2026-11-19': 102, '2026-11-20': 103 };

test('a price is set, left out and brought back; the summary, the gaps and the trail know', async () => {
  expect(await closes()).toEqual(stored);
  const set = await decide('2026-11-18', { kind: 'set', close: '101.5', reason: 'As printed in the paper' });
  expect(set).toMatchObject({
    status: 200,
    body: { date: '2026-11-18', kind: 'set', close: '101.5', formerClose: '999', reason: 'As printed in the paper' },
  });
  expect(await closes()).toEqual({ ...stored, '2026-11-18': 101.5 });

  // A second decision still remembers what stood there at first.
  const left = await decide('2026-11-18', { kind: 'exclude', reason: 'Nobody traded' });
  expect(left.body).toMatchObject({ close: null, formerClose: '999' });
  const { '2026-11-18': _, ...others } = stored;
  expect(await closes()).toEqual(others);
  expect(await quality()).toMatchObject({ priceCount: 4, lastDate: '2026-11-20' });
  expect((await quality()).doubts).toContainEqual({
    kind: 'gap',
    from: '2026-11-18',
    to: '2026-11-18',
    detail: 'left out by the owner: Nobody traded',
  });
  const list = await bea.ask<PriceOverrideList>('GET', `/assets/${assetId}/price-overrides`);
  expect(list.body.items).toEqual([left.body]);

  // The same file once more does not undo it.
  await importFile(file);
  expect(await closes()).toEqual(others);

  expect((await bea.ask('DELETE', path('2026-11-18'))).status).toBe(204);
  expect((await bea.ask('DELETE', path('2026-11-18'))).status).toBe(204);
  expect(await closes()).toEqual(stored);
  const [first, second] = await auditOf(application, 'price-override.set');
  expect(first?.content).toMatchObject({ before: null, after: { kind: 'set', reason: 'As printed in the paper' } });
  expect(second?.content).toMatchObject({ before: { kind: 'set' }, after: { kind: 'exclude' } });
  expect((await auditOf(application, 'price-override.removed')).length).toBe(1);
});

test('the last price can be left out and comes back; a day without a price can get one', async () => {
  await decide('2026-11-20', { kind: 'exclude', reason: 'Too early' });
  expect(await quality()).toMatchObject({ lastDate: '2026-11-19', priceCount: 4 });
  await bea.ask('DELETE', path('2026-11-20'));
  expect(await quality()).toMatchObject({ lastDate: '2026-11-20', priceCount: 5 });
  await decide('2026-11-21', { kind: 'set', close: '104', reason: 'Known today' });
  expect(await quality()).toMatchObject({ lastDate: '2026-11-21', priceCount: 6 });
  await bea.ask('DELETE', path('2026-11-21'));
  expect(await closes()).toEqual(stored);
});

test('a point in quarantine is accepted as it came, and is no doubt any more', async () => {
  await application.owner.pool.query(
    `insert into quarantined_prices (id, asset_id, owner_id, date, value, reason, provider, fetched_at)
      values (gen_random_uuid(), $1, $2, '2026-11-13', '310.5', 'jump', 'tiingo', now()),
        (gen_random_uuid(), $1, $2, '2026-11-12', 'n/a', 'price-invalid', 'tiingo', now())`,
    [assetId, bea.userId],
  );
  const isQuarantined = async () =>
    (await quality()).doubts.flatMap(({ kind, from }) => (kind === 'quarantined' ? [from] : []));
  expect(await isQuarantined()).toEqual(['2026-11-12', '2026-11-13']);
  expect((await decide('2026-11-13', { kind: 'accept', reason: 'A takeover' })).body.close).toBe('310.5');
  expect((await closes())['2026-11-13']).toBe(310.5);
  expect(await isQuarantined()).toEqual(['2026-11-12']);
  expect(await decide('2026-11-12', { kind: 'accept', reason: 'x' })).toMatchObject({ status: 409 });
  await bea.ask('DELETE', path('2026-11-13'));
  expect(await closes()).toEqual(stored);
});

test('what cannot be decided is refused with the reason; foreign assets are not there', async () => {
  expect(await decide('2026-11-14', { kind: 'exclude', reason: 'x' })).toMatchObject({ status: 409 });
  for (const close of ['0', '-1', '1e999', 'NaN', '']) {
    expect((await decide('2026-11-18', { kind: 'set', close, reason: 'x' })).status).toBe(400);
  }
  expect((await decide('2026-11-18', { kind: 'set', close: '5', reason: ' ' })).status).toBe(400);
  expect((await decide('2026-11-18', { kind: 'set', reason: 'x' })).status).toBe(400);
  expect(await decide('2026-11-23', { kind: 'set', close: '5', reason: 'x' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: '/date' }] },
  });
  expect((await decide('2026-02-30', { kind: 'set', close: '5', reason: 'x' })).status).toBe(404);
  expect((await decide('2026-11-18', { kind: 'set', close: '5', reason: 'x' }, vera)).status).toBe(404);
  expect(await closes()).toEqual(stored);
});
