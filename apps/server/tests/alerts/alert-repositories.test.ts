/** Rules, alerts and utilisation on a real PostgreSQL: what an evaluation leaves, once, and for nobody else. */
import type { AlertRuleInput } from '@riskoptimizer/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createId } from '../../src/core/ids.ts';
import { asServer, runInContext } from '../../src/core/request-context.ts';
import { createObjectAccess } from '../../src/domain/access/object-access.ts';
import { createAlertRuleService } from '../../src/domain/alerts/alert-rule-service.ts';
import { evaluateRule, type Measurement } from '../../src/domain/alerts/evaluate-rule.ts';
import { type DatabaseConnection, openDatabase } from '../../src/infrastructure/database/connection.ts';
import { createAccessRepository } from '../../src/infrastructure/database/repositories/access-repository.ts';
import { createAlertRepository } from '../../src/infrastructure/database/repositories/alert-repository.ts';
import { createAlertRuleRepository } from '../../src/infrastructure/database/repositories/alert-rule-repository.ts';
import { createAssetRepository } from '../../src/infrastructure/database/repositories/asset-repository.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createPortfolioRepository } from '../../src/infrastructure/database/repositories/portfolio-repository.ts';
import { createUserRepository } from '../../src/infrastructure/database/repositories/user-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const [owner, stranger, portfolioId] = [createId(), createId(), createId()];
let testDatabase: TestDatabase;
let database: DatabaseConnection;
let parts: ReturnType<typeof repositories>;
let assetId: string;
let ruleId: string;

function repositories({ orm }: DatabaseConnection) {
  return {
    users: createUserRepository(orm),
    assets: createAssetRepository(orm, createId),
    portfolios: createPortfolioRepository(orm),
    rules: createAlertRuleRepository(orm),
    alerts: createAlertRepository(orm),
    transactions: createTransactions(orm, createAppendEvents(systemClock)),
  };
}

const ruleOf = (changes: Partial<AlertRuleInput> = {}): AlertRuleInput => ({
  name: 'One asset at most a quarter',
  subject: { kind: 'asset', assetId },
  measure: 'weight',
  comparison: 'above',
  threshold: '0.25',
  hysteresis: '0.02',
  window: '1y',
  confidence: 0.95,
  isLimit: true,
  channels: ['in-app', 'email'],
  enabled: true,
  ...changes,
});

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.connectionString, { log: pino({ level: 'silent' }) });
  parts = repositories(database);
  await asServer(() =>
    parts.transactions.run(async (transaction) => {
      for (const user of [owner, stranger]) await parts.users.requireUser(user, 'x', transaction);
      const asset = { source: 'imported', symbol: 'A', name: 'A', assetClass: 'equity', currency: 'EUR' } as const;
      [assetId] = (await parts.assets.insert(owner, [{ ...asset, sector: null, country: null }], transaction)) as [
        string,
      ];
      const content = {
        name: 'Watched',
        baseCurrency: 'EUR',
        benchmark: null,
        allocationKind: 'weights' as const,
        allocations: [{ assetId, weight: 1, quantity: null }],
      };
      await parts.portfolios.insert(owner, portfolioId, content, transaction);
    }),
  );
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  ruleId = createId();
  await asServer(() =>
    parts.transactions.run((transaction) =>
      parts.rules.insert(owner, portfolioId, ruleId, ruleOf(), new Date('2026-11-20T08:00:00Z'), transaction),
    ),
  );
});

/** As the server does it: lock, evaluate, keep. */
const measure = (measured: Measurement, at: string) =>
  asServer(() =>
    parts.transactions.run(async (transaction) => {
      const rule = (await parts.rules.lock(owner, portfolioId, ruleId, transaction))!;
      const evaluation = evaluateRule(rule.content, rule.openAlertId !== null, measured);
      const kept = { ...evaluation, valueDate: '2026-11-20', newAlertId: createId() };
      await parts.alerts.keep(owner, rule, kept, new Date(at), transaction);
    }),
  );
const value = (text: string): Measurement => ({ kind: 'value', value: text });
const ruleNow = () => asServer(() => parts.rules.find(owner, portfolioId, ruleId));
const alertsNow = () => asServer(() => parts.alerts.ofRule(owner, ruleId));
const utilisationNow = () =>
  asServer(async () => {
    const asked = 'select value, utilisation, reason from limit_utilisation where rule_id = $1 order by at';
    return (await database.pool.query(asked, [ruleId])).rows;
  });

test('a rule comes back as it was stored, and waits', async () => {
  expect(await ruleNow()).toMatchObject({ content: ruleOf(), version: 1, state: 'waiting', openAlertId: null });
});

test('a crossing opens one alert, what follows keeps it, coming back ends it; missing data leaves it', async () => {
  await measure(value('0.2'), '2026-11-20T09:00:00Z');
  expect(await alertsNow()).toEqual([]);
  await measure(value('0.3'), '2026-11-20T10:00:00Z');
  const [raised] = await alertsNow();
  expect(raised).toMatchObject({ state: 'raised', raisedValue: '0.3', rule: ruleOf(), overAt: null });
  expect(await ruleNow()).toMatchObject({ state: 'beyond', value: '0.3', utilisation: 1.2, openAlertId: raised!.id });
  await measure({ kind: 'missing', reason: 'No price.' }, '2026-11-20T11:00:00Z');
  expect(await alertsNow()).toEqual([raised]);
  expect(await ruleNow()).toMatchObject({ state: 'no-data', stateReason: 'No price.', value: '0.3' });
  await measure(value('0.24'), '2026-11-20T12:00:00Z');
  expect(await alertsNow()).toMatchObject([{ id: raised!.id, state: 'still-true', lastValue: '0.24' }]);
  await measure(value('0.23'), '2026-11-20T13:00:00Z');
  expect(await alertsNow()).toMatchObject([
    { id: raised!.id, state: 'over', overAt: new Date('2026-11-20T13:00:00Z') },
  ]);
  expect(await ruleNow()).toMatchObject({ state: 'within', openAlertId: null });
  expect(await utilisationNow()).toEqual([
    { value: '0.2', utilisation: 0.8, reason: null },
    { value: '0.3', utilisation: 1.2, reason: null },
    { value: null, utilisation: null, reason: 'No price.' },
    { value: '0.24', utilisation: 0.96, reason: null },
    { value: '0.23', utilisation: 0.92, reason: null },
  ]);
});

test('eight evaluations at once of the same crossing open one alert', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, second) => measure(value('0.5'), `2026-11-20T10:00:0${second}Z`)));
  expect((await alertsNow()).length).toBe(1);
});

test('the history has a point where something changed, and one for each day', async () => {
  for (const at of ['2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z', '2026-11-21T09:00:00Z'])
    await measure(value('0.2'), at);
  expect((await utilisationNow()).length).toBe(2);
});

test('a changed rule starts anew and its alert is over; a deleted one takes its alerts with it', async () => {
  await measure(value('0.3'), '2026-11-20T10:00:00Z');
  const at = new Date('2026-11-20T11:00:00Z');
  const changed = ruleOf({ threshold: '0.4', subject: { kind: 'asset', assetId } });
  await asServer(() => parts.transactions.run((tx) => parts.rules.replace(owner, ruleId, changed, at, tx)));
  expect(await ruleNow()).toMatchObject({
    content: changed,
    version: 2,
    state: 'waiting',
    value: null,
    openAlertId: null,
  });
  expect(await alertsNow()).toMatchObject([{ state: 'over', overAt: at, rule: ruleOf() }]);
  await asServer(() => parts.transactions.run((tx) => parts.rules.remove(owner, ruleId, tx)));
  expect(await ruleNow()).toBeNull();
  expect(await alertsNow()).toEqual([]);
});

test('for a stranger there is nothing: by the repository, and by row security with the id of the owner', async () => {
  await measure(value('0.3'), '2026-11-20T10:00:00Z');
  expect(await asServer(() => parts.rules.find(stranger, portfolioId, ruleId))).toBeNull();
  expect(await asServer(() => parts.rules.list(stranger, portfolioId))).toEqual([]);
  expect(await asServer(() => parts.alerts.ofRule(stranger, ruleId))).toEqual([]);
  const as = (userId: string) => ({
    requestId: 'test',
    address: null,
    actor: { kind: 'user', userId, role: 'advisor' } as never,
  });
  expect(await runInContext(as(owner), () => parts.rules.find(owner, portfolioId, ruleId))).not.toBeNull();
  await runInContext(as(stranger), async () => {
    expect(await parts.rules.find(owner, portfolioId, ruleId)).toBeNull();
    expect(await parts.alerts.ofRule(owner, ruleId)).toEqual([]);
  });
});

test('the owner makes, changes and deletes a rule, each with its event; nobody else, and never on an unseen version', async () => {
  const access = createObjectAccess(createAccessRepository(database.orm), systemClock);
  const service = createAlertRuleService({ ...parts, access, clock: systemClock, createId });
  const as = (userId: string) =>
    ({ kind: 'api-key', userId, role: 'advisor', apiKeyId: createId(), scopes: [] }) as const;
  await asServer(async () => {
    const made = await service.create(as(owner), portfolioId, ruleOf({ name: 'Made' }));
    expect(made).toMatchObject({ name: 'Made', version: 1, state: 'waiting' });
    const changed = ruleOf({ name: 'Changed' });
    await expect(service.update(as(owner), portfolioId, made.id, [7], changed)).rejects.toThrow(/at version 1/u);
    await expect(service.update(as(stranger), portfolioId, made.id, [1], changed)).rejects.toThrow(/no portfolio/u);
    await expect(service.list(as(stranger), portfolioId)).rejects.toThrow(/no portfolio/u);
    const foreign = ruleOf({ subject: { kind: 'asset', assetId: createId() } });
    await expect(service.create(as(owner), portfolioId, foreign)).rejects.toThrow(/no asset/u);
    expect(await service.update(as(owner), portfolioId, made.id, [1], changed)).toMatchObject({ version: 2 });
    expect((await service.list(as(owner), portfolioId)).items.map(({ name }) => name)).toContain('Changed');
    await service.remove(as(owner), portfolioId, made.id, [2]);
    await expect(service.remove(as(owner), portfolioId, made.id, 'any')).rejects.toThrow(/no alert rule/u);
    const trail = await database.pool.query('select * from audit_entries order by sequence desc limit 3');
    expect(JSON.stringify(trail.rows)).toMatch(/alert-rule.deleted.*alert-rule.changed.*alert-rule.created/su);
  });
});
