/** Three kinds of benchmark: what is refused, and that the risk is measured against what was said. */
import type { Portfolio, PortfolioRisk, PriceSeries, Problem } from '@riskoptimizer/contracts';
import { beta } from '@riskoptimizer/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '../audit/desk.ts';
import { openPortfolioDesk, type PortfolioDesk } from './portfolio-desk.ts';

let desk: Desk;
let ada: PortfolioDesk;

beforeAll(async () => {
  desk = await openDesk();
  ada = await openPortfolioDesk(desk);
});
afterAll(() => desk.close());

const against = (portfolioId: string) => ({ benchmark: { kind: 'portfolio', portfolioId } });
const mixOf = (...weights: readonly number[]) => ({
  kind: 'mix',
  items: weights.map((weight, place) => ({ assetId: ada.assetIds[place + 1], weight })),
});

describe('refusals', () => {
  const nobody = '00000000-0000-4000-8000-00000000dead';

  test('a mix that does not sum to one, an asset twice, what is not there', async () => {
    const cases: [unknown, string][] = [
      [mixOf(0.5, 0.4), '/benchmark/items'],
      [
        { kind: 'mix', items: [0, 1].map(() => ({ assetId: ada.assetIds[0], weight: 0.5 })) },
        '/benchmark/items/1/assetId',
      ],
      [{ kind: 'mix', items: [{ assetId: nobody, weight: 1 }] }, '/benchmark/items/0/assetId'],
      [{ kind: 'asset', assetId: nobody }, '/benchmark/assetId'],
      [{ kind: 'portfolio', portfolioId: nobody }, '/benchmark/portfolioId'],
      [{ kind: 'mix', items: [] }, '/benchmark/items'],
    ];
    for (const [benchmark, field] of cases) {
      const { status, body } = await ada.ask<Problem>('POST', '', { ...ada.input('Refused'), benchmark });
      expect([status, body.errors!.map((error) => error.field)]).toEqual([400, [field]]);
    }
  });

  test('a portfolio of somebody else is not there', async () => {
    const other = await openPortfolioDesk(desk);
    const { id } = await other.make('Foreign');
    const answers = await Promise.all(
      [id, nobody].map((portfolioId) =>
        ada.ask<Problem>('POST', '', { ...ada.input('Foreign'), ...against(portfolioId) }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    const [one, two] = answers.map(({ text }) => text.replaceAll(/[0-9a-f-]{36}/g, 'ID'));
    expect(one).toBe(two);
  });

  test('no circle, of whatever length: the answer names it; nor two halves of one at once', async () => {
    const a = await ada.make('A');
    const b = await ada.make('B', against(a.id));
    const c = await ada.make('C', against(b.id));
    const own = await ada.ask<Problem>('PUT', `/${a.id}`, { ...ada.input('A'), ...against(a.id) });
    expect(own).toMatchObject({ status: 400, body: { detail: expect.stringContaining('"A" → "A"') } });
    const long = await ada.ask<Problem>('PUT', `/${a.id}`, { ...ada.input('A'), ...against(c.id) });
    expect(long).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('"A" → "C" → "B" → "A"'), errors: [{ field: '/benchmark/portfolioId' }] },
    });
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await ada.make(`Half 1.${round}`), await ada.make(`Half 2.${round}`)];
      const halves = await Promise.all([
        ada.ask('PUT', `/${one.id}`, { ...ada.input(one.name), ...against(two.id) }),
        ada.ask('PUT', `/${two.id}`, { ...ada.input(two.name), ...against(one.id) }),
      ]);
      expect(halves.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    }
  });

  test('who is a benchmark is not deleted, and comes back before what is measured against it', async () => {
    const base = await ada.make('Base');
    const measured = await ada.make('Measured', against(base.id));
    expect(await ada.ask('DELETE', `/${base.id}`)).toMatchObject({
      status: 409,
      body: { code: 'state-conflict', detail: expect.stringContaining('"Measured"') },
    });
    await ada.ask('DELETE', `/${measured.id}`);
    expect(await ada.ask('DELETE', `/${base.id}`)).toMatchObject({ status: 204 });
    expect(await ada.ask('POST', `/${measured.id}/restore`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('"Base"') },
    });
    expect(await ada.ask('POST', `/${base.id}/restore`)).toMatchObject({ status: 200 });
    expect(await ada.ask('POST', `/${measured.id}/restore`)).toMatchObject({ status: 200, body: against(base.id) });
  });

  test('an asset in a mix is used', async () => {
    const mine = await openPortfolioDesk(desk);
    await mine.make('Mixed', { benchmark: { kind: 'mix', items: [{ assetId: mine.assetIds[3], weight: 1 }] } });
    expect(await mine.member.ask('DELETE', `/assets/${mine.assetIds[3]}`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('"Mixed"') },
    });
  });
});

describe('risk', () => {
  async function returnsOf(assetId: string): Promise<Float64Array> {
    const { body } = await ada.member.ask<PriceSeries>('GET', `/assets/${assetId}/prices`);
    const closes = body.closes.map(Number);
    return Float64Array.from(closes.slice(1), (close, period) => close / closes[period]! - 1);
  }
  const mixed = (weights: readonly number[], columns: readonly Float64Array[]) =>
    columns[0]!.map((_, period) => weights.reduce((sum, weight, place) => sum + weight * columns[place]![period]!, 0));
  const riskOf = async ({ id }: Portfolio) => {
    const { status, body, text } = await ada.ask<PortfolioRisk>('GET', `/${id}/risk?window=max`);
    expect([status, text]).toEqual([200, text]);
    return body;
  };

  test('each kind is measured as if its returns had been mixed by hand', async () => {
    const columns = await Promise.all(ada.assetIds.map(returnsOf));
    const own = mixed([0.5, 0.5], columns.slice(0, 2));
    const base = await ada.make('Base of risk', {
      allocation: {
        kind: 'quantities',
        items: [
          { assetId: ada.assetIds[2], quantity: '3' },
          { assetId: ada.assetIds[3], quantity: '1' },
        ],
      },
    });
    const baseWeights = base.holdings.map(({ weight }) => weight!);
    const kinds: [unknown, string, Float64Array][] = [
      [{ kind: 'asset', assetId: ada.assetIds[2] }, 'CCC', columns[2]!],
      [mixOf(0.6, 0.3, 0.1), '60\u00a0% BBB + 30\u00a0% CCC + 10\u00a0% DDD', mixed([0.6, 0.3, 0.1], columns.slice(1))],
      [{ kind: 'portfolio', portfolioId: base.id }, 'Base of risk', mixed(baseWeights, columns.slice(2))],
    ];
    for (const [benchmark, symbol, returns] of kinds) {
      const {
        benchmark: shown,
        performance,
        path,
        birthCertificate,
      } = await riskOf(await ada.make(`Against ${symbol}`, { benchmark }));
      expect(shown).toMatchObject({ kind: (benchmark as { kind: string }).kind, symbol });
      expect(shown!.items.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(performance.beta).toBeCloseTo(beta(own, returns), 10);
      expect(path.benchmarkCumulativeReturn!.at(-1)).toBeCloseTo(
        returns.reduce((all, one) => all * (1 + one), 1) - 1,
        10,
      );
      expect(JSON.stringify(birthCertificate)).toContain(shown!.items[0]!.assetId);
    }
  });

  test('none, or another asset, when that is asked for', async () => {
    const { id } = await ada.make('Asked', { benchmark: mixOf(1) });
    const asked = (query: string) => ada.ask<PortfolioRisk>('GET', `/${id}/risk?window=max&benchmark=${query}`);
    expect((await asked('none')).body).toMatchObject({ benchmark: null, performance: { beta: null } });
    expect((await asked(ada.assetIds[3]!)).body.benchmark).toMatchObject({ kind: 'asset', symbol: 'DDD' });
  });

  test('by a share: a mix is measured against, a portfolio only with a share of its own', async () => {
    const bob = await desk.member('viewer');
    const base = await ada.make('Unshared base');
    const made = [
      await ada.make('Shared, mix', { benchmark: mixOf(0.5, 0.5) }),
      await ada.make('Shared, portfolio', against(base.id)),
    ];
    const share = (portfolioId: string) =>
      desk.application.owner.pool.query(
        `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, grantee_id, level, created_at)
         values (gen_random_uuid(), $1, $2, 'x', gen_random_uuid()::text, $3, 'read', now())`,
        [portfolioId, ada.member.userId, bob.userId],
      );
    for (const { id } of made) await share(id);
    const seen = (id: string) => bob.ask<PortfolioRisk>('GET', `/portfolios/${id}/risk?window=max`);
    expect(await seen(made[0]!.id)).toMatchObject({ status: 200, body: { benchmark: { kind: 'mix' } } });
    expect(await seen(made[1]!.id)).toMatchObject({ status: 200, body: { benchmark: null } });
    await share(base.id);
    expect(await seen(made[1]!.id)).toMatchObject({ status: 200, body: { benchmark: { kind: 'portfolio' } } });
  });
});
