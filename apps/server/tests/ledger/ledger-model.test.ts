/** Random commands over HTTP against a plain model in memory: what is held, the cash to the cent, and what is refused. */
import type { LedgerHoldings, LedgerTransaction, Portfolio } from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, importAssets, type Member, openDesk } from '../audit/desk.ts';

let desk: Desk;
let ada: Member;
let assetIds: readonly string[];

beforeAll(async () => {
  desk = await openDesk();
  ada = await desk.member('advisor');
  assetIds = await importAssets(ada, ['AAA', 'BBB']);
}, 120_000);
afterAll(() => desk.close());

const accounts = ['Main', 'Other'] as const;
const command = fc.record({
  what: fc.constantFrom('deposit', 'withdrawal', 'buy', 'buy', 'sell', 'sell', 'move', 'remove'),
  account: fc.constantFrom(...accounts),
  asset: fc.nat({ max: 1 }),
  units: fc.integer({ min: 1, max: 30 }),
  /** In cents. */
  price: fc.integer({ min: 1, max: 99_999 }),
  feeCents: fc.nat({ max: 999 }),
  which: fc.nat({ max: 99 }),
});
type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

interface Entry {
  readonly id: string;
  readonly command: Command;
}

const text = (cents: number) => (cents / 100).toFixed(2);
const date = '2024-01-10';

/** Units by account and asset, cents by account; null as soon as something is sold that is not there. */
function stateOf(entries: readonly Entry[]) {
  const units = new Map<string, number>();
  const cents = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, amount: number) => map.set(key, (map.get(key) ?? 0) + amount);
  for (const { command: one } of entries) {
    const sign = one.what === 'sell' || one.what === 'withdrawal' ? -1 : 1;
    if (one.what === 'deposit' || one.what === 'withdrawal') add(cents, one.account, sign * one.price);
    else if (one.what === 'move') {
      add(units, `${one.account} ${one.asset}`, -one.units);
      if (units.get(`${one.account} ${one.asset}`)! < 0) return null;
      add(units, `${otherThan(one.account)} ${one.asset}`, one.units);
    } else {
      add(units, `${one.account} ${one.asset}`, sign * one.units);
      add(cents, one.account, -sign * one.units * one.price - one.feeCents);
      if (units.get(`${one.account} ${one.asset}`)! < 0) return null;
    }
  }
  return { units, cents };
}

const otherThan = (account: string) => (account === 'Main' ? 'Other' : 'Main');

function bodyOf({ what, account, asset, units, price, feeCents }: Command) {
  const assetId = assetIds[asset];
  if (what === 'deposit' || what === 'withdrawal')
    return { kind: what, date, account, amount: text(price), currency: 'EUR' };
  if (what === 'move') {
    const moved = { assetId, quantity: String(units), currency: 'EUR' };
    return { kind: 'transfer', date, fromAccount: account, toAccount: otherThan(account), ...moved };
  }
  const costs = { price: text(price), fee: text(feeCents), currency: 'EUR' };
  return { kind: what, date, account, assetId, quantity: String(units), ...costs };
}

test('the ledger is its model, whatever is entered, refused and taken out', { timeout: 300_000 }, async () => {
  const counts = { entered: 0, refused: 0, removed: 0, kept: 0 };
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
      run += 1;
      const json = { name: `Model ${run}`, baseCurrency: 'EUR', allocation: { kind: 'ledger' } };
      const { body: portfolio } = await ada.ask<Portfolio>('POST', '/portfolios', { json });
      const path = `/portfolios/${portfolio.id}`;
      let entries: Entry[] = [];
      for (const one of commands) {
        if (one.what === 'remove') {
          const gone = entries[one.which % Math.max(1, entries.length)];
          if (gone === undefined) continue;
          const rest = entries.filter((entry) => entry !== gone);
          const headers = { 'if-match': '"1"' };
          const { status } = await ada.ask('DELETE', `${path}/transactions/${gone.id}`, { headers });
          expect(status).toBe(stateOf(rest) === null ? 409 : 204);
          if (status === 204) entries = rest;
          counts[status === 204 ? 'removed' : 'kept'] += 1;
          continue;
        }
        const asked = { json: bodyOf(one) };
        const { status, body } = await ada.ask<LedgerTransaction>('POST', `${path}/transactions`, asked);
        const after = [...entries, { id: body.id, command: one }];
        expect(status, JSON.stringify([one, body])).toBe(stateOf(after) === null ? 400 : 201);
        if (status === 201) entries = after;
        counts[status === 201 ? 'entered' : 'refused'] += 1;
      }
      const { units, cents } = stateOf(entries)!;
      for (const account of accounts) {
        const { body } = await ada.ask<LedgerHoldings>('GET', `${path}/holdings?account=${account}`);
        const held = new Map(body.holdings.map(({ assetId, quantity }) => [assetId, Number(quantity)]));
        assetIds.forEach((assetId, asset) => {
          expect(held.get(assetId) ?? 0).toBe(units.get(`${account} ${asset}`) ?? 0);
        });
        const cash = Number(body.cash.find(({ currency }) => currency === 'EUR')?.amount ?? '0');
        expect(Math.round(cash * 100)).toBe(cents.get(account) ?? 0);
      }
    }),
    { numRuns: 15, seed: 20_261_122 },
  );
  console.log(`Entered ${counts.entered}, refused ${counts.refused}, removed ${counts.removed}, kept ${counts.kept}.`);
  expect(Math.min(counts.entered, counts.refused, counts.removed, counts.kept)).toBeGreaterThan(0);
});
