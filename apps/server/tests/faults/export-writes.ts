/** The writes of imports: a file of everything, and a file of transactions, stored whole or not at all. */
import { createHash, randomUUID } from 'node:crypto';
import type { Answer, Asked } from '../api/test-application.ts';
import type { WriteOperation } from './write-operation.ts';

type Ask = <Body = { readonly id: string }>(method: string, path: string, asked?: Asked) => Promise<Answer<Body>>;

const assetId = '00000000-0000-4000-8001-000000000001';
const portfolioId = '00000000-0000-4000-8002-000000000001';
const common = { date: '2024-01-05', account: 'Main', note: null, externalId: null };
const document = JSON.stringify({
  format: 'riskoptimizer-everything',
  version: 1,
  assets: [
    {
      assetId,
      source: 'imported',
      symbol: 'AAA',
      name: 'A',
      assetClass: 'equity',
      sector: null,
      country: null,
      currency: 'EUR',
      isin: null,
      figi: null,
      labels: {},
      prices: { dates: ['2024-01-02', '2024-01-03'], closes: ['10', '11'], gaps: [] },
    },
  ],
  exchangeRates: [{ source: 'imported', base: 'EUR', quote: 'USD', dates: ['2024-01-02'], rates: ['1.1'] }],
  portfolios: [
    {
      portfolioId,
      name: 'L',
      baseCurrency: 'EUR',
      archivedAt: null,
      deletedAt: null,
      allocationKind: 'ledger',
      benchmark: { kind: 'asset', assetId },
      allocations: [],
      targets: { kind: 'assets', items: [{ assetId, weight: 1 }] },
      transactions: [
        {
          reference: '00000000-0000-4000-8000-000000000001',
          content: { kind: 'buy', ...common, assetId, quantity: '2', price: '10', currency: 'EUR', fee: '0', tax: '0' },
        },
      ],
    },
  ],
  importMappings: [{ name: 'M', mapping: {} }],
  assetAliases: [{ key: 'symbol:A', assetId }],
});

/** @param askAsNew asks as somebody whose account is empty. */
export function exportWrites(ask: Ask, askAsNew: () => Promise<Ask>): WriteOperation[] {
  const importPath = `/me/import?sha256=${createHash('sha256').update(document).digest('hex')}`;
  return [
    {
      name: 'import everything',
      prepare: async () => {
        const asNew = await askAsNew();
        const headers = { 'content-type': 'application/octet-stream' };
        return () => asNew('POST', importPath, { body: document, headers });
      },
    },
    {
      name: 'store a file of transactions',
      prepare: async () => {
        const json = { name: randomUUID(), allocation: { kind: 'ledger' } };
        const { body: ledger } = await ask('POST', '/portfolios', { json });
        const file = 'date,type,amount,currency\n2024-01-31,deposit,10,USD\n2024-02-01,withdrawal,5,USD\n';
        const asked = { body: file, headers: { 'content-type': 'text/csv' } };
        const { body: staged } = await ask('POST', `/portfolios/${ledger.id}/transaction-imports`, asked);
        const choice = { rows: 'all-valid', duplicates: 'skip' };
        return () => ask('POST', `/transaction-imports/${staged.id}/commit`, { json: choice });
      },
    },
  ];
}
