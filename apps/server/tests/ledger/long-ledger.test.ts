/** A ledger that is replayed in a worker thread answers as a short one does: the same numbers, the same refusals. */
import type {
  Asset,
  LedgerHoldings,
  Portfolio,
  Problem,
  RealisedResults,
  RebalancingPlan,
} from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';

/** Above the length up to which a ledger is replayed at once. */
const buyCount = 1_600;
const saleCount = 800;

let application: TestApplication;
let portfolioId: string;
let asset: Asset;

beforeAll(async () => {
  application = await startTestApplication();
  const { body } = await application.ask<{ items: Asset[] }>('GET', '/api/v1/assets');
  asset = body.items.find(({ currency }) => currency === 'USD')!;
  const json = { name: 'Long', allocation: { kind: 'ledger' } };
  portfolioId = (await application.ask<Portfolio>('POST', '/api/v1/portfolios', { json })).body.id;
  const deposit = { kind: 'deposit', date: '2015-01-01', account: 'Main', amount: '1000000', currency: 'USD' };
  const trades = [
    ...Array.from({ length: buyCount }, () => trade('buy', '2015-02-02', '3', '100')),
    ...Array.from({ length: saleCount }, () => trade('sell', '2016-02-02', '1', '101')),
  ];
  const items = [deposit, ...trades].map((one) => ({ note: null, externalId: null, ...one }));
  for (let from = 0; from < items.length; from += 1_500) {
    const answer = await bulk(items.slice(from, from + 1_500));
    if (answer.status !== 201) throw new Error(answer.text.slice(0, 500));
  }
});
afterAll(() => application.stop());

const at = (path: string) => `/api/v1/portfolios/${portfolioId}${path}`;
const bulk = (items: unknown) => application.ask<Problem>('POST', at('/transactions/bulk'), { json: { items } });

function trade(kind: 'buy' | 'sell', date: string, quantity: string, price: string) {
  const rest = { account: 'Main', assetId: asset.id, currency: 'USD', fee: '0.10', tax: '0' };
  return { kind, date, quantity, price, ...rest, ...(kind === 'sell' && { lots: null }), note: null, externalId: null };
}

describe(`a ledger of ${buyCount + saleCount + 1} transactions`, () => {
  test('holds what was bought less what was sold, at what it cost', async () => {
    const { body } = await application.ask<LedgerHoldings>('GET', at('/holdings'));
    // 800 sales take 266 lots of 3 whole and two thirds of the next; a lot costs 300.10.
    const cost = buyCount * 300.1 - (saleCount / 3) * 300.1;
    expect(body.holdings).toMatchObject([{ assetId: asset.id, quantity: String(buyCount * 3 - saleCount) }]);
    expect(Number(body.holdings[0]!.inAssetCurrency.cost)).toBeCloseTo(cost, 2);
    // 1,000,000 - 1,600 × 300.10 + 800 × 100.90
    expect(body.cash).toMatchObject([{ account: 'Main', currency: 'USD', amount: '600560' }]);
  });

  test('has realised what the sales brought more than their lots cost', async () => {
    const { body } = await application.ask<RealisedResults>('GET', at('/realised-results'));
    expect(body.items).toHaveLength(saleCount);
    // Each unit is sold for 100.90 and cost 300.10 / 3; every closing is rounded to the cent, the sum is not.
    expect(Number(body.totals.realised)).toBeCloseTo(saleCount * (100.9 - 300.1 / 3), 1);
  });

  test('refuses a sale of more than there is, with its field, and stores nothing of what came with it', async () => {
    const before = await application.countRows();
    const answer = await bulk([trade('buy', '2017-01-01', '1', '100'), trade('sell', '2017-01-02', '4002', '100')]);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: '/items/1/quantity' }] } });
    expect(await application.countRows()).toEqual(before);
  });

  test('is rebalanced in the account that holds the asset, with what the sale would realise', async () => {
    const json = { targets: { kind: 'weights', items: [{ assetId: asset.id, weight: 0.5 }] } };
    const { status, body, text } = await application.ask<RebalancingPlan>('POST', at('/rebalancing'), { json });
    expect(status, text.slice(0, 500)).toBe(200);
    expect(body.trades).toMatchObject([
      { assetId: asset.id, side: 'sell', realised: expect.stringMatching(/^-?\d+\.\d\d$/) },
    ]);
    expect(body.transactions).toMatchObject([{ kind: 'sell', account: 'Main' }]);
  });
});
