/** Budgets, the circuit breaker, and the chain of providers. */
import { describe, expect, test } from 'vitest';
import { askInOrder } from '../../src/domain/market-data/provider-chain.ts';
import type { Answer, MarketDataProvider, ProviderFailure } from '../../src/domain/market-data/provider-port.ts';
import { createCircuitBreaker } from '../../src/infrastructure/third-party/circuit-breaker.ts';
import { createCreditBudget } from '../../src/infrastructure/third-party/credit-budget.ts';
import { nothingOffered } from '../../src/infrastructure/third-party/nothing-offered.ts';
import { createFixedClock } from './fixed-clock.ts';

const noon = '2026-11-20T12:00:00.000Z';

describe('budget', () => {
  test('a minute refills evenly, and says when there is enough again', () => {
    const clock = createFixedClock(noon);
    const budget = createCreditBudget('x', { perMinute: 6 }, clock);
    for (let credit = 0; credit < 6; credit += 1) expect(budget.take(1)).toBeNull();
    expect(budget.take(1)).toMatchObject({ kind: 'rate-limited', until: '2026-11-20T12:00:10.000Z' });
    expect(budget.take(2)).toMatchObject({ until: '2026-11-20T12:00:20.000Z' });
    clock.advance(10_000);
    expect(budget.take(1)).toBeNull();
    expect(budget.take(1)).toMatchObject({ until: '2026-11-20T12:00:20.000Z' });
    clock.advance(3_600_000);
    for (let credit = 0; credit < 6; credit += 1) expect(budget.take(1)).toBeNull();
    expect(budget.take(1)).not.toBeNull();
  });

  test('a day begins anew at midnight UTC, and a clock that goes back gives nothing away', () => {
    const clock = createFixedClock(noon);
    const budget = createCreditBudget('x', { perMinute: 1, perDay: 2 }, clock);
    expect(budget.take(1)).toBeNull();
    clock.advance(-60_000);
    expect(budget.take(1)).toMatchObject({ kind: 'rate-limited' });
    clock.advance(120_000);
    expect(budget.take(1)).toBeNull();
    clock.advance(60_000);
    expect(budget.take(1)).toMatchObject({ kind: 'quota-used', until: '2026-11-21T00:00:00.000Z' });
    clock.advance(12 * 3_600_000);
    expect(budget.take(1)).toBeNull();
  });

  test('without limits it never refuses, unless the provider did', () => {
    const clock = createFixedClock(noon);
    const budget = createCreditBudget('x', {}, clock);
    for (let credit = 0; credit < 1000; credit += 1) expect(budget.take(1)).toBeNull();
    const refusal = { kind: 'quota-used', message: 'used', until: '2026-11-20T13:00:00.000Z' } as const;
    budget.block(refusal);
    expect(budget.take(1)).toBe(refusal);
    clock.advance(3_600_000);
    expect(budget.take(1)).toBeNull();
  });
});

test('the circuit breaker lets one request find out, and waits longer each time up to its limit', () => {
  const clock = createFixedClock(noon);
  const breaker = createCircuitBreaker(clock, { failuresMax: 2, openMs: 1000, openMsMax: 3000 });
  breaker.failed();
  breaker.succeeded();
  breaker.failed();
  expect(breaker.openUntil()).toBeNull();
  breaker.failed();
  for (const wait of [1000, 2000, 3000, 3000]) {
    expect(breaker.openUntil()!.getTime() - clock.now().getTime()).toBe(wait);
    clock.advance(wait);
    expect(breaker.openUntil()).toBeNull();
    expect(breaker.openUntil()).not.toBeNull();
    breaker.failed();
  }
  clock.advance(3000);
  expect(breaker.openUntil()).toBeNull();
  breaker.undecided();
  expect(breaker.openUntil()).toBeNull();
  breaker.succeeded();
  expect([breaker.openUntil(), breaker.openUntil()]).toEqual([null, null]);
});

describe('chain', () => {
  const limited: ProviderFailure = { kind: 'rate-limited', message: 'until later', until: noon };
  const provider = (name: MarketDataProvider['name'], offered = true): MarketDataProvider =>
    nothingOffered(name, { history: offered });
  const chain = [provider('ecb', false), provider('tiingo'), provider('eodhd'), provider('massive')];
  const answers = (given: Partial<Record<string, Answer<number[]>>>) => async (asked: MarketDataProvider) =>
    given[asked.name] ?? { ok: false as const, failure: limited };

  test('the first good answer, and why there was none before', async () => {
    const ask = answers({ eodhd: { ok: true, value: [1] }, massive: { ok: true, value: [2] } });
    expect(await askInOrder(chain, 'history', ask)).toEqual({
      ok: true,
      value: [1],
      provider: 'eodhd',
      refused: [{ provider: 'tiingo', failure: limited }],
    });
  });

  test('an empty answer is passed over, and stands when there is no other', async () => {
    const isEmpty = (value: number[]) => value.length === 0;
    const empty = { ok: true, value: [] } as const;
    const better = answers({ tiingo: { ok: true, value: [] }, massive: { ok: true, value: [2] } });
    expect(await askInOrder(chain, 'history', better, isEmpty)).toMatchObject({
      ok: true,
      value: [2],
      provider: 'massive',
    });
    const only = await askInOrder(chain, 'history', answers({ tiingo: { ok: true, value: [] } }), isEmpty);
    expect(only).toMatchObject({ ...empty, provider: 'tiingo' });
    expect(only.refused.map(({ provider: name, failure }) => [name, failure.kind])).toEqual([
      ['tiingo', 'not-found'],
      ['eodhd', 'rate-limited'],
      ['massive', 'rate-limited'],
    ]);
  });

  test('when all refuse, every reason is there', async () => {
    const answer = await askInOrder(chain, 'history', answers({}));
    expect(answer.ok).toBe(false);
    expect(answer.refused.map(({ provider: name }) => name)).toEqual(['tiingo', 'eodhd', 'massive']);
    expect(await askInOrder([], 'history', answers({}))).toEqual({ ok: false, refused: [] });
  });

  test('what a provider does not offer it refuses by name', async () => {
    const nothing = nothingOffered('ecb', {});
    const request = { symbol: 'A', from: '2026-01-01', to: '2026-01-02' };
    const refusals = [
      await nothing.history(request),
      await nothing.quote('A'),
      await nothing.search('A'),
      await nothing.fxRates({ base: 'EUR', quotes: [], from: '', to: '' }),
      await nothing.corporateActions(request),
      await nothing.riskFreeRates({ series: 'A', from: '', to: '' }),
      nothing.stream([], { quote: () => {}, state: () => {} }),
    ];
    for (const refusal of refusals) expect(refusal).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
  });
});
