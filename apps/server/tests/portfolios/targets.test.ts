/** Labels of assets, holdings by group, and targets with their drift, as a client sees them. */
import type { Asset, HoldingGroups, Portfolio, PortfolioTargets, Problem } from '@riskoptimizer/contracts';
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

const describeAsset = (place: number, json: unknown) =>
  ada.member.ask<Asset & Problem>('PATCH', `/assets/${ada.assetIds[place]}`, { json });

describe('assets', () => {
  test('what is left out stays; labels are replaced; the trail has both sides; holdings show it', async () => {
    const said = {
      name: 'Alpha',
      assetClass: 'bond',
      sector: 'Energy',
      country: 'CH',
      isin: 'US0378331005',
      figi: 'BBG000B9XRY4',
      labels: { strategy: 'income', Bänder: 'ja' },
    };
    expect(await describeAsset(0, said)).toMatchObject({ status: 200, body: said });
    expect(await describeAsset(0, { sector: null, labels: { strategy: 'growth' } })).toMatchObject({
      body: { ...said, sector: null, labels: { strategy: 'growth' } },
    });
    const { rows } = await desk.application.owner.pool.query<{ content: string }>(
      `select content from audit_entries where action = 'asset.updated' order by sequence desc limit 1`,
    );
    expect(JSON.parse(rows[0]!.content)).toMatchObject({
      before: { sector: 'Energy', labels: said.labels, isin: said.isin },
      after: { sector: null, labels: { strategy: 'growth' }, isin: said.isin },
    });
    const { holdings } = await ada.make('Described');
    expect(holdings[0]).toMatchObject({
      name: 'Alpha',
      assetClass: 'bond',
      sector: null,
      country: 'CH',
      labels: { strategy: 'growth' },
    });
  });

  test.each([
    [{}, '/'],
    [{ isin: 'US0378331006' }, '/isin'],
    [{ figi: 'BBG000B9XRY5' }, '/figi'],
    [{ assetClass: 'house' }, '/assetClass'],
    [{ name: ' ' }, '/name'],
    [{ name: 'a\u0000b' }, '/name'],
    [{ labels: { 'a:b': 'c' } }, '/labels/a:b'],
    [{ labels: { a: '' } }, '/labels/a'],
    [{ labels: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, 'v'])) }, '/labels'],
    [{ currency: 'USD' }, '/'],
  ])('%j is refused by the name of its field', async (json, field) => {
    const { status, body } = await describeAsset(1, json);
    expect([status, new Set(body.errors?.map((error) => error.field))]).toEqual([400, new Set([field])]);
  });
});

describe('groups', () => {
  test('by label and by class; the sum is the whole', async () => {
    await describeAsset(2, { assetClass: 'equity', labels: { bucket: 'core' } });
    await describeAsset(3, { assetClass: 'equity', labels: {} });
    const items = ['2', '3', '5'].map((quantity, place) => ({ assetId: ada.assetIds[place + 1], quantity }));
    const { id, totalValue } = await ada.make('Grouped', { allocation: { kind: 'quantities', items } });
    const groups = async (by: string) => (await ada.ask<HoldingGroups>('GET', `/${id}/groups?by=${by}`)).body;
    const byLabel = await groups('label:bucket');
    expect(byLabel.groups.map(({ group, assetIds }) => [group, assetIds.length])).toEqual([
      ['core', 1],
      [null, 2],
    ]);
    for (const by of ['asset-class', 'sector', 'country', 'currency', 'label:bucket']) {
      const answer = await groups(by);
      const cents = answer.groups.reduce((sum, { value }) => sum + Math.round(Number(value) * 100), 0);
      expect((cents / 100).toFixed(2)).toBe(Number(totalValue).toFixed(2));
      expect(answer.groups.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
  });

  test.each(['size', 'label:', 'label: a', 'label:a:b', ''])('by %j is refused', async (by) => {
    const { id } = await ada.make(`Not by ${by}`);
    const answer = await ada.ask('GET', `/${id}/groups?by=${encodeURIComponent(by)}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: '/by' }] } });
  });
});

describe('targets', () => {
  let portfolio: Portfolio;
  beforeAll(async () => {
    portfolio = await ada.make('Aims', { allocation: ada.input('x', 0.7).allocation });
  });
  const put = (json: unknown, version: number | '*' = '*') =>
    ada.ask<PortfolioTargets & Problem>('PUT', `/${portfolio.id}/targets`, json, version);
  const item = (place: number, weight: number, more = {}) => ({ assetId: ada.assetIds[place], weight, ...more });

  test('set, read with their drift, versioned, taken away', async () => {
    expect((await ada.ask<PortfolioTargets>('GET', `/${portfolio.id}/targets`)).body).toMatchObject({
      by: null,
      items: [],
    });
    const set = await put(
      { kind: 'assets', items: [item(0, 0.6, { bandAbsolute: 0.05, bandRelative: 0.25 }), item(1, 0.3)] },
      1,
    );
    expect(set).toMatchObject({
      status: 200,
      body: {
        version: 2,
        by: 'asset',
        outsideCount: 1,
        rest: { target: expect.closeTo(0.1, 12), weight: expect.closeTo(0, 12) },
      },
    });
    expect(set.body.items).toMatchObject([
      { label: 'AAA', target: 0.6, drift: expect.closeTo(0.1, 12), isWithinBand: false },
      { label: 'BBB', bandAbsolute: null, isWithinBand: null },
    ]);
    expect(set.headers.get('etag')).toBe('"2"');
    expect((await ada.ask<PortfolioTargets>('GET', `/${portfolio.id}/targets`)).body).toEqual(set.body);
    // A change of the holdings leaves them; an asset with a target is used.
    await ada.ask('PUT', `/${portfolio.id}`, ada.input('Aims', 0.62));
    expect((await ada.ask<PortfolioTargets>('GET', `/${portfolio.id}/targets`)).body).toMatchObject({
      version: 3,
      outsideCount: 0,
    });
    const groups = { kind: 'groups', by: 'asset-class', items: [{ group: 'equity', weight: 1 }] };
    expect(await put(groups)).toMatchObject({
      body: { by: 'asset-class', items: [{ assetId: null, group: 'equity' }] },
    });
    expect(await put({ kind: 'assets', items: [] })).toMatchObject({ body: { by: null, items: [] } });
  });

  test('refused by the name of the field', async () => {
    const nobody = '00000000-0000-4000-8000-00000000dead';
    const cases: [unknown, string][] = [
      [{ kind: 'assets', items: [item(0, 0.6), item(1, 0.5)] }, '/items'],
      [{ kind: 'assets', items: [item(0, 0.1), item(0, 0.1)] }, '/items/1/assetId'],
      [{ kind: 'assets', items: [{ assetId: nobody, weight: 0.1 }] }, '/items/0/assetId'],
      [{ kind: 'assets', items: [item(0, 1.1)] }, '/items/0/weight'],
      [{ kind: 'assets', items: [item(0, 0.1, { bandAbsolute: -1 })] }, '/items/0/bandAbsolute'],
      [{ kind: 'groups', by: 'size', items: [] }, '/by'],
      [
        {
          kind: 'groups',
          by: 'sector',
          items: [
            { group: 'A', weight: 0 },
            { group: 'A', weight: 0 },
          ],
        },
        '/items/1/group',
      ],
    ];
    for (const [json, field] of cases) {
      const { status, body } = await put(json);
      expect([status, body.errors?.map((error) => error.field)]).toEqual([400, [field]]);
    }
    expect(
      await put({ kind: 'assets', items: Array.from({ length: 4 }, (_, place) => item(place, 0.25)) }),
    ).toMatchObject({ status: 200 });
    expect(await put({ kind: 'assets', items: [] }, 1)).toMatchObject({ status: 412 });
  });

  test('an asset that is only aimed at is used', async () => {
    const mine = await openPortfolioDesk(desk);
    const { id } = await mine.make('Aims at D');
    await mine.ask('PUT', `/${id}/targets`, { kind: 'assets', items: [{ assetId: mine.assetIds[3], weight: 0.1 }] });
    expect(await mine.member.ask('DELETE', `/assets/${mine.assetIds[3]}`)).toMatchObject({ status: 409 });
  });
});
