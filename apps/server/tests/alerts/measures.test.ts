/** Each measure on a running server: prices and holdings change, a rule is crossed and comes back, with one alert. */
import type { AlertRule, PortfolioRisk } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePeople, type People } from '../access/people.ts';
import { addAsset, addPortfolio } from '../access/portfolio-rows.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { openLive } from '../stream/live-clients.ts';
import { until } from '../support/wait.ts';
import { type AlertDesk, openAlertDesk } from './alert-desk.ts';

let application: TestApplication;
let people: People;
let desk: AlertDesk;

beforeAll(async () => {
  application = await startTestApplication();
  people = await makePeople(application);
}, 60_000);
afterAll(async () => {
  await people.close();
  await application.stop();
});
beforeEach(async () => {
  desk = await openAlertDesk(application, people);
});

const asset = () => ({ kind: 'asset', assetId: desk.assetIds[0] });
async function closes(first: number, second: number): Promise<void> {
  await desk.addClose(desk.assetIds[0], first);
  await desk.addClose(desk.assetIds[1], second);
}
const isBeyond = ({ state }: AlertRule) => state === 'beyond';
const isWithin = ({ state }: AlertRule) => state === 'within';

/** Within, then beyond, then within again; one alert tells of it. */
async function crosses(
  input: Record<string, unknown>,
  away: () => Promise<void>,
  back: () => Promise<void>,
): Promise<AlertRule> {
  const { id } = await desk.createRule(input);
  await desk.measured(id, isWithin);
  expect(await desk.alertsOf(id)).toEqual([]);
  await away();
  const beyond = await desk.measured(id, isBeyond);
  const [raised, ...more] = await desk.alertsOf(id);
  expect(more).toEqual([]);
  expect(raised).toMatchObject({ ruleId: id, raisedValue: beyond.value, overAt: null, acknowledged: null });
  expect(beyond.openAlertId).toBe(raised!.id);
  await back();
  await desk.measured(id, isWithin);
  expect(await desk.alertsOf(id)).toMatchObject([{ id: raised!.id, state: 'over', overAt: expect.any(String) }]);
  return beyond;
}

describe('measures of values and prices', () => {
  const away = () => closes(200, 100);
  const back = () => closes(100, 100);

  test('weight', async () => {
    const beyond = await crosses({ measure: 'weight', subject: asset(), threshold: '0.6' }, away, back);
    expect(Number(beyond.value)).toBeCloseTo(2 / 3, 14);
  });

  test('weight of what is not held is 0, and crosses when it is bought', async () => {
    const other = await addAsset(application.owner.pool, desk.person.userId, 'OTHER', 400);
    const hold = async (assetIds: readonly string[]) => {
      const items = assetIds.map((assetId) => ({ assetId, quantity: '10' }));
      const json = { name: 'Core', baseCurrency: 'USD', allocation: { kind: 'quantities', items } };
      const answer = await desk.ask('PUT', `/portfolios/${desk.portfolioId}`, json, { 'if-match': '*' });
      expect(answer.status).toBe(200);
    };
    const input = { measure: 'weight', subject: { kind: 'asset', assetId: other }, threshold: '0.2' };
    const bought = () => hold([...desk.assetIds, other]);
    const beyond = await crosses(input, bought, () => hold(desk.assetIds));
    expect(Number(beyond.value)).toBeCloseTo(1 / 3, 14);
  });

  test('drift, of an asset and of the portfolio', async () => {
    const items = desk.assetIds.map((assetId) => ({ assetId, weight: 0.5, bandAbsolute: null, bandRelative: null }));
    const path = `/portfolios/${desk.portfolioId}/targets`;
    const set = await desk.ask('PUT', path, { kind: 'assets', items }, { 'if-match': '*' });
    expect(set.status).toBe(200);
    const ofWhole = await desk.createRule({ measure: 'drift', threshold: '0.1' });
    const beyond = await crosses({ measure: 'drift', subject: asset(), threshold: '0.1' }, away, back);
    expect(Number(beyond.value)).toBeCloseTo(1 / 6, 14);
    const [alert] = await desk.alertsOf(ofWhole.id);
    expect(alert).toMatchObject({ state: 'over' });
    expect(Number(alert!.raisedValue)).toBeCloseTo(1 / 6, 14);
  });

  test('value, of the portfolio in cents', async () => {
    const beyond = await crosses({ measure: 'value', threshold: '2500', isLimit: true }, away, back);
    expect(beyond).toMatchObject({ value: '3000.00', utilisation: 1.2 });
  });

  test('price, falling below as well', async () => {
    const beyond = await crosses(
      { measure: 'price', subject: asset(), comparison: 'below', threshold: '90', hysteresis: '5' },
      () => desk.addClose(desk.assetIds[0], 80),
      async () => {
        const between = 92;
        await desk.addClose(desk.assetIds[0], between);
        await desk.addClose(desk.assetIds[0], 96);
      },
    );
    expect(beyond.value).toBe('80');
  });

  test('drawdown', async () => {
    const beyond = await crosses(
      { measure: 'drawdown', threshold: '0.3', window: 'max' },
      () => closes(50, 50),
      () => closes(300, 300),
    );
    const { body } = await desk.ask<PortfolioRisk>('GET', `/portfolios/${desk.portfolioId}/risk?window=max`);
    expect(Number(beyond.value)).toBe(-body.path.drawdown.at(-2)!);
  });

  test('age of the prices', async () => {
    const lastPriced = async (daysAgo: number) => {
      await application.owner.pool.query(
        `update assets set last_date = current_date - $2::int, prices_version = prices_version + 1 where id = $1`,
        [desk.assetIds[0], daysAgo],
      );
    };
    await lastPriced(1);
    const input = { measure: 'data-age', subject: asset(), threshold: '3' };
    const beyond = await crosses(
      input,
      () => lastPriced(5),
      () => lastPriced(0),
    );
    expect(beyond.value).toBe('5');
  });
});

describe('measures of risk', () => {
  /** From an asset that hardly moves to one that does, and back: a change of the portfolio is measured as one of prices. */
  async function holdCalm(): Promise<{ away: () => Promise<void>; back: () => Promise<void> }> {
    const calm = await addAsset(application.owner.pool, desk.person.userId, 'CALM', 400);
    await application.owner.pool.query('update prices set close = 100 + (close - 100) / 1000 where asset_id = $1', [
      calm,
    ]);
    const hold = (assetId: string) => async () => {
      const allocation = { kind: 'quantities', items: [{ assetId, quantity: '10' }] };
      const json = { name: 'Core', baseCurrency: 'USD', allocation };
      const answer = await desk.ask('PUT', `/portfolios/${desk.portfolioId}`, json, { 'if-match': '*' });
      expect(answer.status).toBe(200);
    };
    await hold(calm)();
    return { away: hold(desk.assetIds[0]), back: hold(calm) };
  }
  const figures: Record<string, (risk: PortfolioRisk) => number | undefined> = {
    volatility: ({ performance }) => performance.volatilityAnnual,
    'value-at-risk': ({ measures }) => measures['value-at-risk'],
    cvar: ({ measures }) => measures.cvar,
  };

  test.each([
    ['volatility', '0.5', 0.95],
    ['value-at-risk', '0.02', 0.99],
    ['cvar', '0.02', 0.9],
  ])('%s is that of the page Risk', async (measure, threshold, confidence) => {
    const { away, back } = await holdCalm();
    let shown: PortfolioRisk | undefined;
    const seen = async () => {
      await away();
      const path = `/portfolios/${desk.portfolioId}/risk?window=1y&confidence=${confidence}`;
      shown = (await desk.ask<PortfolioRisk>('GET', path)).body;
    };
    const beyond = await crosses({ measure, threshold, confidence, isLimit: true }, seen, back);
    expect(Number(beyond.value)).toBe(figures[measure]!(shown!));
    expect(beyond.utilisation).toBeCloseTo(Number(beyond.value) / Number(threshold), 12);
    expect(beyond.valueDate).toBe(shown!.window.to);
  });
});

test('what cannot be measured is no value: it says why, raises nothing and keeps the history', async () => {
  const byWeight = await addPortfolio(application.owner.pool, desk.person.userId, desk.assetIds[0]);
  const rule = {
    name: 'Worth',
    subject: { kind: 'portfolio' },
    measure: 'value',
    comparison: 'above',
    threshold: '1',
    isLimit: true,
  };
  const rules = `/portfolios/${byWeight}/alert-rules`;
  const { body } = await desk.ask<AlertRule>('POST', rules, rule);
  const now = async () => (await desk.ask<AlertRule>('GET', `${rules}/${body.id}`)).body;
  await until('it is measured', async () => (await now()).state !== 'waiting');
  expect(await now()).toMatchObject({ state: 'no-data', value: null, utilisation: null, openAlertId: null });
  expect((await now()).stateReason).toMatch(/by weight has no value/u);
  const history = await desk.ask<{ items: unknown[] }>('GET', `${rules}/${body.id}/utilisation`);
  expect(history.body.items).toMatchObject([{ value: null, utilisation: null, reason: expect.any(String) }]);
});

test('utilisation of a limit, the newest first, page by page', async () => {
  const { id } = await desk.createRule({ measure: 'value', threshold: '2500', isLimit: true });
  await desk.measured(id, isWithin);
  for (const close of [120, 130, 140]) {
    await closes(close, close);
    await desk.measured(id, ({ value }) => value === `${close * 20}.00`);
  }
  const path = `/portfolios/${desk.portfolioId}/alert-rules/${id}/utilisation`;
  type Page = { items: { value: string; utilisation: number }[]; nextCursor: string | null };
  const first = (await desk.ask<Page>('GET', `${path}?limit=2`)).body;
  expect(first.items.map(({ value, utilisation }) => [value, utilisation])).toEqual([
    ['2800.00', 1.12],
    ['2600.00', 1.04],
  ]);
  const second = (await desk.ask<Page>('GET', `${path}?limit=200&cursor=${first.nextCursor}`)).body;
  expect(second.items[0]).toMatchObject({ value: '2400.00', utilisation: 0.96 });
  expect(second.nextCursor).toBeNull();
  expect((await desk.ask('GET', `${path}?cursor=garbled`)).status).toBe(400);
});

test('a flood of changes is measured a few times, and what is left is what was last', async () => {
  const { id } = await desk.createRule({ measure: 'price', subject: asset(), threshold: '1000' });
  await desk.measured(id, isWithin);
  const { pool } = application.owner;
  await pool.query(`create table if not exists measured (rule_id uuid)`);
  await pool.query(`create or replace function note_measured() returns trigger language plpgsql security definer as
    $$ begin insert into measured values (new.id); return null; end $$`);
  await pool.query(`create or replace trigger note_measured after update of evaluated_at on alert_rules
    for each row execute function note_measured()`);
  const count = 200;
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      pool.query('update assets set last_close = $2, prices_version = prices_version + 1 where id = $1', [
        desk.assetIds[0],
        index + 1,
      ]),
    ),
  );
  const { rows: stored } = await pool.query<{ last_close: string }>('select last_close from assets where id = $1', [
    desk.assetIds[0],
  ]);
  await desk.measured(id, ({ value }) => Number(value) === Number(stored[0]!.last_close));
  const { rows } = await pool.query('select 1 from measured where rule_id = $1', [id]);
  await pool.query('drop trigger note_measured on alert_rules');
  console.log(`${count} changes of prices were measured ${rows.length} times.`);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(20);
});

test('limits and alerts are told live, to the owner alone', async () => {
  const stranger = await people.person('advisor');
  const other = await openLive(application, (await people.session(stranger.userId)).token);
  const own = await openLive(application, desk.token);
  const topics = ['alerts', `limits:${desk.portfolioId}`];
  for (const connection of [other, own]) {
    connection.say({ type: 'subscribe', topics });
    await connection.next('subscribed');
  }
  expect((await other.next('refused')).topics).toEqual([{ topic: topics[1], reason: 'not-found' }]);
  const { id } = await desk.createRule({
    name: 'Too heavy',
    measure: 'weight',
    subject: asset(),
    threshold: '0.6',
    isLimit: true,
  });
  expect(await own.next('limit')).toMatchObject({ limitId: id, state: 'near', utilisation: expect.closeTo(0.833, 3) });
  await closes(200, 100);
  const alert = await own.next('alert');
  expect(alert).toMatchObject({ portfolioId: desk.portfolioId, severity: 'critical' });
  expect(alert.text).toBe('Too heavy: Weight of ACME in Core is 66.6667 %, above 60 %.');
  await until('the limit is breached', () => own.of('limit').at(-1)?.state === 'breached');
  const heard = own.messages.length;
  await closes(100, 100);
  expect(await own.next('alert', heard)).toMatchObject({ alertId: alert.alertId, severity: 'information' });
  expect([...other.of('alert'), ...other.of('limit')]).toEqual([]);
  for (const { socket } of [other, own]) socket.close();
});

test('an alert is acknowledged once, with a note, and the trail has it; a new crossing is a new alert', async () => {
  const { id } = await desk.createRule({ measure: 'weight', subject: asset(), threshold: '0.6' });
  await closes(200, 100);
  await desk.measured(id, isBeyond);
  const [raised] = await desk.alertsOf(id);
  const path = `/alerts/${raised!.id}`;
  const seen = await desk.ask('POST', `${path}/acknowledge`, { note: ' Sold some on Monday. ' });
  expect(seen).toMatchObject({
    status: 200,
    body: { acknowledged: { by: 'A advisor', note: 'Sold some on Monday.' }, overAt: null },
  });
  expect(await desk.ask('GET', path)).toMatchObject({ status: 200, body: seen.body });
  expect((await desk.ask('POST', `${path}/acknowledge`, { note: null })).status).toBe(409);
  const { rows } = await application.owner.pool.query(
    `select content from audit_entries where action = 'alert.acknowledged' and entity_id = $1`,
    [raised!.id],
  );
  expect(JSON.stringify(rows)).toContain('Sold some on Monday.');
  expect(rows.length).toBe(1);
  await closes(100, 100);
  await desk.measured(id, isWithin);
  await closes(300, 100);
  await desk.measured(id, isBeyond);
  const all = await desk.alertsOf(id);
  expect(all.map(({ state, acknowledged }) => [state, acknowledged === null])).toEqual([
    ['raised', true],
    ['over', false],
  ]);
  type Page = { items: { id: string }[]; nextCursor: string | null };
  const page = async (query: string) => (await desk.ask<Page>('GET', `/alerts?${query}`)).body;
  expect((await page('open=true')).items.map(({ id: one }) => one)).toEqual([all[0]!.id]);
  const first = await page('limit=1');
  const second = await page(`limit=1&cursor=${first.nextCursor}`);
  expect([first, second].map(({ items }) => items.map(({ id: one }) => one))).toEqual(all.map(({ id: one }) => [one]));
  expect(second.nextCursor).toBeNull();
});

test('a rule that is off, or of a portfolio that is put aside, is not measured', async () => {
  const off = await desk.createRule({ measure: 'value', threshold: '1', enabled: false });
  const on = await desk.createRule({ measure: 'price', subject: asset(), threshold: '1000' });
  await desk.measured(on.id, isWithin);
  expect(await desk.rule(off.id)).toMatchObject({ state: 'waiting', evaluatedAt: null });
  const archived = await desk.ask('POST', `/portfolios/${desk.portfolioId}/archive`, undefined, { 'if-match': '*' });
  expect(archived.status).toBe(200);
  await desk.addClose(desk.assetIds[0], 2000);
  const another = await openAlertDesk(application, people);
  const later = await another.createRule({ measure: 'value', threshold: '1' });
  await another.measured(later.id, isBeyond);
  expect(await desk.rule(on.id)).toMatchObject({ state: 'within' });
});
