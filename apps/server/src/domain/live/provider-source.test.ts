import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StreamListener } from '../market-data/provider-port.ts';
import type { Instrument, RunningSource, Tick } from './live-source.ts';
import { canStreamForAll, createProviderSource } from './provider-source.ts';
import type { QuotableAsset } from './quotable-asset.ts';

interface Opened {
  readonly symbols: readonly string[];
  readonly listener: StreamListener;
  isClosed: boolean;
}

const at = '2026-11-20T12:00:00.000Z';
const symbolsMax = 3;
const pace = { gatherMs: 20, reopenMs: 60, tellMs: 10 };
let opened: Opened[];
let ticks: Tick[];
let logged: string[];
let running: RunningSource;
const log = {
  info: (_: object, text: string) => void logged.push(text),
  warn: (_: object, text: string) => void logged.push(text),
};
const source = createProviderSource({
  provider: {
    name: 'binance',
    stream(symbols, listener) {
      if (symbols.length > symbolsMax || symbols.includes('?'))
        return { ok: false, failure: { kind: 'unsupported', message: 'binance streams other pairs' } };
      const stream = { symbols, listener, isClosed: false };
      opened.push(stream);
      return { ok: true, value: { close: () => void (stream.isClosed = true) } };
    },
  },
  log: log as never,
  pace,
});
const instrument = (symbol: string, currency = 'USD'): Instrument => ({
  key: `binance ${symbol} ${currency}`,
  provider: 'binance',
  details: { symbol, currency },
});
const present = () => opened.filter(({ isClosed }) => !isClosed);
const symbolsNow = () =>
  present()
    .flatMap(({ symbols }) => symbols)
    .toSorted();
const becomes = async (read: () => unknown, value: unknown) => {
  await expect.poll(read, { timeout: 2_000, interval: 5 }).toEqual(value);
};
const say = (symbol: string, price: string, currency = 'USD') =>
  present()
    .find(({ symbols }) => symbols.includes(symbol))!
    .listener.quote({ symbol, price, currency, at });

beforeEach(() => {
  [opened, ticks, logged] = [[], [], []];
  running = source.run((told) => void ticks.push(...told));
});
afterEach(() => running.stop());

test('an asset is quoted by the provider that feeds it, in its currency', () => {
  const asset = (feed: QuotableAsset['feed']) => ({ feed, currency: 'EUR' }) as QuotableAsset;
  expect(source.instrumentOf(asset(null))).toBeNull();
  expect(source.instrumentOf(asset({ provider: 'coinbase', providerSymbol: 'BTC-EUR' }))).toBeNull();
  expect(source.instrumentOf(asset({ provider: 'binance', providerSymbol: 'btceur' }))).toEqual(
    instrument('BTCEUR', 'EUR'),
  );
});

test('without a key, and not the simulated market, which is a source of its own', () => {
  const offers = { stream: true, key: 'none' } as never;
  expect(canStreamForAll({ name: 'coinbase', capabilities: offers })).toBe(true);
  expect(canStreamForAll({ name: 'simulated', capabilities: offers })).toBe(false);
  expect(canStreamForAll({ name: 'finnhub', capabilities: { stream: true, key: 'required' } as never })).toBe(false);
  expect(canStreamForAll({ name: 'ecb', capabilities: { stream: false, key: 'none' } as never })).toBe(false);
});

test('changes that come together open one stream; others one more, not at once; nothing watched none', async () => {
  running.watch([instrument('A')]);
  running.watch([instrument('A'), instrument('B'), instrument('B', 'EUR')]);
  expect(opened).toEqual([]);
  await becomes(symbolsNow, ['A', 'B']);
  const began = performance.now();
  running.watch([instrument('B'), instrument('A')]);
  await sleep(2 * pace.reopenMs);
  expect(opened).toHaveLength(1);
  running.watch([instrument('C')]);
  await becomes(symbolsNow, ['C']);
  running.watch([instrument('C'), instrument('D')]);
  await becomes(symbolsNow, ['C', 'D']);
  expect(performance.now() - began).toBeGreaterThan(3 * pace.reopenMs - 20);
  expect(opened.map(({ symbols }) => symbols)).toEqual([['A', 'B'], ['C'], ['C', 'D']]);
  running.watch([]);
  expect(symbolsNow()).toEqual([]);
  running.watch([instrument('D')]);
  running.stop();
  await sleep(2 * pace.reopenMs);
  expect(symbolsNow()).toEqual([]);
});

test('of each instrument the newest price is told; in another currency, of a closed stream or too small none', async () => {
  const all = [instrument('A'), instrument('A', 'EUR'), instrument('B')];
  running.watch(all);
  await becomes(symbolsNow, ['A', 'B']);
  for (const price of ['64000.10', '64001.50000000']) say('A', price);
  say('B', '0.00000000000001');
  say('B', '5', 'GBP');
  say('B', '6', 'GBP');
  await becomes(() => ticks, [{ key: 'binance A USD', price: '64001.5', at: Date.parse(at) }]);
  expect(logged).toHaveLength(2);
  expect(logged[0]).toMatch(/another currency/);
  const before = opened[0]!.listener;
  running.watch([...all, instrument('C')]);
  await becomes(symbolsNow, ['A', 'B', 'C']);
  before.quote({ symbol: 'A', price: '1', currency: 'USD', at });
  await sleep(5 * pace.tellMs);
  expect(ticks).toHaveLength(1);
});

test('more symbols than a stream takes are two streams, and one that is refused keeps nobody else out', async () => {
  running.watch(['A', 'B', 'C', 'D', '?'].map((symbol) => instrument(symbol)));
  await becomes(symbolsNow, ['A', 'B', 'C', 'D']);
  expect(present()).toHaveLength(2);
  expect(logged).toEqual(['No live prices: binance streams other pairs.']);
  running.watch(['A', '?'].map((symbol) => instrument(symbol)));
  await becomes(symbolsNow, ['A']);
  expect(logged).toHaveLength(1);
});

test('an interruption is logged when it begins and when it ends', async () => {
  running.watch([instrument('A')]);
  await becomes(symbolsNow, ['A']);
  for (const state of ['connecting', 'open', 'waiting', 'connecting', 'waiting', 'connecting', 'open'] as const)
    opened[0]!.listener.state(state, state);
  expect(logged.map((text) => text.includes('interrupted'))).toEqual([true, false]);
});
