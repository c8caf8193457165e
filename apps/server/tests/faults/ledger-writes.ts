/** The writes of a ledger: a transaction and what the portfolio holds since then are stored together or not at all. */
import { randomUUID } from 'node:crypto';
import type { Answer, Asked } from '../api/test-application.ts';
import type { WriteOperation } from './write-operation.ts';

type Ask = <Body = { readonly id: string }>(method: string, path: string, asked?: Asked) => Promise<Answer<Body>>;

export function ledgerWrites(ask: Ask, assetId: string): WriteOperation[] {
  const buy = { kind: 'buy', date: '2024-01-05', assetId, quantity: '2', price: '10', currency: 'USD' };
  const made = async (answer: Promise<Answer<{ readonly id: string }>>) => {
    const { status, body, text } = await answer;
    if (status !== 201) throw new Error(`Nothing was made: ${status} ${text}`);
    return body.id;
  };
  const ledger = async () => {
    const json = { name: randomUUID(), allocation: { kind: 'ledger' } };
    const path = `/portfolios/${await made(ask('POST', '/portfolios', { json }))}/transactions`;
    return { path, transaction: `${path}/${await made(ask('POST', path, { json: buy }))}` };
  };
  const headers = { 'if-match': '"1"' };
  return [
    {
      name: 'enter a transaction',
      prepare: async () => {
        const { path } = await ledger();
        return () => ask('POST', path, { json: buy });
      },
    },
    {
      name: 'enter many transactions',
      prepare: async () => {
        const { path } = await ledger();
        return () => ask('POST', `${path}/bulk`, { json: { items: [buy, { ...buy, kind: 'sell' }, buy] } });
      },
    },
    {
      name: 'correct a transaction',
      prepare: async () => {
        const { transaction } = await ledger();
        return () => ask('PUT', transaction, { json: { ...buy, quantity: '3' }, headers });
      },
    },
    {
      name: 'take a transaction out',
      prepare: async () => {
        const { transaction } = await ledger();
        return () => ask('DELETE', transaction, { headers });
      },
    },
  ];
}
