import { describe, expect, it } from 'vitest';
import { parseRiskControls, riskControlDefaults, riskQuery, sharedSearch, withParameters } from './url-state.ts';

const controlsOf = (search: string) => parseRiskControls(new URLSearchParams(search));

describe('parseRiskControls', () => {
  it('reads every control', () => {
    expect(
      controlsOf('window=10y&confidence=0.99&horizon=10&benchmark=none&riskFree=-0.005&from=2020-02-29&to=2024-01-31'),
    ).toEqual({
      window: '10y',
      from: '2020-02-29',
      to: '2024-01-31',
      confidence: 0.99,
      horizon: 10,
      benchmark: 'none',
      riskFree: -0.005,
    });
  });

  it('falls back to the defaults where the address makes no sense', () => {
    const odd = 'window=7y&confidence=95&horizon=1.5&riskFree=abc&from=2023-02-30&to=31.12.2023&benchmark=';
    expect(controlsOf(odd)).toEqual({ ...riskControlDefaults, from: undefined, to: undefined, benchmark: undefined });
    expect(controlsOf('confidence=0.5').confidence).toBe(0.95);
    expect(controlsOf('horizon=64').horizon).toBe(1);
    expect(controlsOf('riskFree=').riskFree).toBe(0);
  });
});

describe('withParameters', () => {
  it('leaves defaults out and strangers in', () => {
    const search = new URLSearchParams('portfolio=p&window=1y&confidence=0.99');
    expect(withParameters(search, { window: '5y', confidence: 0.9 }).toString()).toBe('portfolio=p&confidence=0.9');
    expect(search.get('window')).toBe('1y');
  });

  it('gives back the controls it was given', () => {
    const controls = { ...riskControlDefaults, window: '3y', confidence: 0.975, horizon: 21 } as const;
    expect(parseRiskControls(withParameters(new URLSearchParams(), { ...controls }))).toMatchObject(controls);
  });
});

describe('riskQuery', () => {
  it('asks for nothing but what differs from the defaults', () => {
    expect(riskQuery(riskControlDefaults)).toEqual({});
    expect(riskQuery({ ...riskControlDefaults, window: '1y', riskFree: 0.02 })).toEqual({
      window: '1y',
      riskFree: 0.02,
    });
  });

  it('lets dates win over the name of a window', () => {
    expect(riskQuery({ ...riskControlDefaults, window: '1y', from: '2020-01-01' })).toEqual({ from: '2020-01-01' });
  });
});

it('takes the portfolio and the window along to the next page, not what belongs to one page', () => {
  expect(sharedSearch(new URLSearchParams('portfolio=p&window=1y&measure=cvar&sort=-weight'))).toBe(
    '?portfolio=p&window=1y',
  );
  expect(sharedSearch(new URLSearchParams('sort=x'))).toBe('');
});
