/**
 * A ledger is replayed at each change and valued on each day, so both have to be quick.
 *
 * Measured as production runs it, in a plain Node process, and in processor time, so that neither the test runner nor what
 * else the machine does is measured.
 */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const programme = `
  const { replayLedger } = await import(${JSON.stringify(new URL('ledger.ts', import.meta.url).href)});
  const { valueHistory } = await import(${JSON.stringify(new URL('value-history.ts', import.meta.url).href)});
  const dates = Array.from({ length: 2922 }, (_, day) => new Date(Date.UTC(2015, 0, 1 + day)).toISOString().slice(0, 10));
  const entries = Array.from({ length: 2000 }, (_, index) => {
    const kind = index % 150 < 100 ? 'buy' : 'sell';
    const content = {
      kind, date: dates[Math.floor(index * 1.46)], account: 'Main', assetId: 'asset ' + (index % 50),
      quantity: kind === 'buy' ? '3.25' : '1.5', price: '99.' + (10 + (index % 90)), fee: '1.25', tax: '0',
      currency: 'USD', lots: null, note: null, externalId: null,
    };
    return { id: 'transaction ' + index, sequence: index, content };
  });
  const quotes = new Map(dates.map((date) => [date, { price: '101.25', currency: 'USD', date }]));
  const priceOn = (assetId, date) => quotes.get(date);
  const best = (run) => Math.min(...Array.from({ length: 15 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }));
  const figures = {};
  for (const method of ['fifo', 'lifo', 'average', 'specific'])
    figures[method] = best(() => { if (replayLedger(entries, { method }).problems.length > 0) throw new Error('refused'); });
  figures.history = best(() => {
    const { points } = valueHistory({ entries, dates, priceOn, rateOn: () => null, currency: 'USD' });
    if (!(points.at(-1).holdings > 0)) throw new Error('not valued');
  });
  console.log(JSON.stringify(figures));
`;

test('2,000 transactions over 8 years: a replay in under 50 ms, the value of every day in under 150 ms', () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', programme], { encoding: 'utf8' });
  const { history, ...replays } = JSON.parse(output) as Record<string, number>;
  for (const [method, milliseconds] of Object.entries(replays)) expect(milliseconds, method).toBeLessThan(50);
  expect(Object.keys(replays)).toEqual(['fifo', 'lifo', 'average', 'specific']);
  expect(history).toBeLessThan(150);
});
