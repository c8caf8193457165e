/** From the demo portfolio to trades, as a client sees it. */
import type { Portfolio, PortfolioList, PortfolioRisk, Problem, RebalancingPlan } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';

let application: TestApplication;
let demo: Portfolio;

beforeAll(async () => {
  application = await startTestApplication();
  const { body } = await application.ask<PortfolioList>('GET', '/api/v1/portfolios');
  const byQuantity = body.items.find(({ name }) => name.startsWith('Demo')) ?? body.items[0]!;
  demo = (await application.ask<Portfolio>('GET', `/api/v1/portfolios/${byQuantity.id}`)).body;
});
afterAll(() => application.stop());

const plan = (json: unknown, id = demo.id) =>
  application.ask<RebalancingPlan & Problem>('POST', `/api/v1/portfolios/${id}/rebalancing`, { json });
const equalWeights = () => ({
  kind: 'weights',
  items: demo.holdings.map(({ assetId }) => ({ assetId, weight: 1 / demo.holdings.length })),
});
const cents = (text: string) => Math.round(Number(text) * 100);
const signed = ({ side, value }: RebalancingPlan['trades'][number]) => (side === 'buy' ? 1 : -1) * cents(value);

describe('weights of an optimisation', () => {
  test('are reached by fractional units, and money is neither made nor lost', async () => {
    const { status, body } = await plan({ targets: equalWeights(), units: 'fractional' });
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(cents(body.totalBefore)).toBe(cents(demo.totalValue!));
    for (const { weightAfter, target } of body.trades) expect(weightAfter).toBeCloseTo(target!, 6);
    expect(body.drift.before).toBeGreaterThan(0.01);
    expect(body.drift.after).toBeLessThan(1e-6);
    const net = body.trades.reduce((sum, trade) => sum + signed(trade), 0);
    expect(Math.abs(net + cents(body.cashLeft))).toBeLessThanOrEqual(body.trades.length);
    expect(body.trades.map(({ side }) => side)).toEqual(
      body.trades
        .map(({ side }) => side)
        .toSorted()
        .toReversed(),
    );
    expect(body).toMatchObject({ realised: null, skipped: [], riskReason: null });
  });

  test('the risk before is that of the risk page, and the risk after that of a portfolio made of the result', async () => {
    const { body } = await plan({ targets: equalWeights(), units: 'fractional' });
    const risk = (await application.ask<PortfolioRisk>('GET', `/api/v1/portfolios/${demo.id}/risk`)).body;
    expect(body.risk!.before.volatilityAnnual).toBeCloseTo(risk.performance.volatilityAnnual!, 12);
    expect(body.risk!.before.cvar).toBeCloseTo(risk.measures.cvar!, 12);
    const made = await application.ask<Portfolio>('POST', '/api/v1/portfolios', {
      json: { name: 'Equal', baseCurrency: demo.baseCurrency, allocation: equalWeights() },
    });
    expect([made.status, made.text]).toEqual([201, made.text]);
    const after = (await application.ask<PortfolioRisk>('GET', `/api/v1/portfolios/${made.body.id}/risk`)).body;
    expect(body.risk!.after.volatilityAnnual).toBeCloseTo(after.performance.volatilityAnnual!, 6);
    expect(body.birthCertificate).toMatchObject({ currency: demo.baseCurrency });
  });

  test('whole units, costs and a smallest trade are kept to, and the answer says what was left out', async () => {
    const rules = { units: 'whole', minimumTrade: '4000', costs: { fixed: '5', share: 0.001 }, cash: '10000' };
    const { body } = await plan({ targets: equalWeights(), ...rules });
    for (const { quantity, value, cost } of body.trades) {
      expect(Number.isInteger(Number(quantity))).toBe(true);
      expect(Number(value)).toBeGreaterThanOrEqual(4000);
      expect(Number(cost)).toBeCloseTo(5 + Number(value) * 0.001, 2);
    }
    expect(Number(body.cashLeft)).toBeGreaterThanOrEqual(0);
    const net = body.trades.reduce((sum, trade) => sum + signed(trade), 0);
    const left = 1_000_000 - net - cents(body.costs);
    expect(Math.abs(left - cents(body.cashLeft))).toBeLessThanOrEqual(2 * body.trades.length);
    const named = new Set([...body.trades, ...body.skipped].map(({ assetId }) => assetId));
    expect(named.size).toBe(body.trades.length + body.skipped.length);
    expect(body.transactions).toHaveLength(body.trades.length);
  });

  test('this month’s money only buys', async () => {
    const { body } = await plan({ targets: equalWeights(), allowSells: false, cash: '25000', units: 'fractional' });
    expect(body.trades.every(({ side }) => side === 'buy')).toBe(true);
    expect(Math.abs(Number(body.cashLeft))).toBeLessThan(1);
    expect(body.skipped.filter(({ reason }) => reason === 'no-sells').length).toBeGreaterThan(0);
    expect(body.drift.after).toBeLessThan(body.drift.before);
  });
});

describe('saved targets', () => {
  test('bands say what is traded, and how far', async () => {
    const [first, second] = demo.holdings;
    const item = (assetId: string, weight: number) => ({ assetId, weight, bandAbsolute: 0.02, bandRelative: null });
    const items = [
      item(first!.assetId, first!.weight! + 0.01),
      item(second!.assetId, Math.max(0, second!.weight! - 0.05)),
    ];
    const put = await application.ask('PUT', `/api/v1/portfolios/${demo.id}/targets`, {
      json: { kind: 'assets', items },
      headers: { 'if-match': '*' },
    });
    expect([put.status, put.text]).toEqual([200, put.text]);
    const { body } = await plan({
      targets: { kind: 'saved' },
      trigger: 'outside-band',
      rebalanceTo: 'band-edge',
      units: 'fractional',
    });
    expect(body.trades.map(({ symbol, side }) => [symbol, side])).toEqual([[second!.symbol, 'sell']]);
    // A sale into cash: the others weigh more of what is left.
    const sold = Number(body.trades[0]!.value) / Number(body.totalBefore);
    expect(sold).toBeCloseTo(0.03, 6);
  });
});

test.each([
  [{ targets: { kind: 'weights', items: [] } }, 400, '/targets/items'],
  [{ targets: { kind: 'saved' }, totalValue: '5' }, 400, '/totalValue'],
  [{ targets: { kind: 'saved' }, costs: { fixed: '0', share: 2 } }, 400, '/costs/share'],
  [{ targets: { kind: 'saved' }, cash: '1e9' }, 400, '/cash'],
  [{ targets: { kind: 'saved' }, units: 'some' }, 400, '/units'],
])('%j is refused with its field', async (json, expected, field) => {
  const { status, body } = await plan(json);
  expect([status, body.errors?.[0]?.field]).toEqual([expected, field]);
});

test('weights above one, twice the same and unknown assets are refused by name; bands need saved targets', async () => {
  const [asset] = demo.holdings;
  const of = (...weights: number[]) => ({
    kind: 'weights',
    items: weights.map((weight) => ({ assetId: asset!.assetId, weight })),
  });
  const fields = async (json: unknown) => (await plan(json)).body.errors?.map(({ field }) => field);
  expect(await fields({ targets: of(0.7, 0.6) })).toEqual(['/targets/items/1/assetId', '/targets/items']);
  const unknown = { kind: 'weights', items: [{ assetId: demo.id, weight: 1 }] };
  expect((await plan({ targets: unknown })).body.detail).toContain(`There is no asset ${demo.id}`);
  expect(await fields({ targets: of(1), trigger: 'outside-band' })).toEqual(['/trigger']);
  expect(await fields({ targets: of(1), rebalanceTo: 'band-edge' })).toEqual(['/rebalanceTo']);
});

test('raising all there is sells everything', async () => {
  const { body, status } = await plan({ targets: equalWeights(), cash: `-${demo.totalValue}`, units: 'fractional' });
  expect([status, body.code]).toEqual([422, 'calculation-refused']);
});
