import { describe, expect, it } from 'vitest';
import { dayAfter, parsePerformanceWindow, performanceQuery } from './performance-window.ts';

describe('the window of returns', () => {
  const asked = (address: string, lastDate = '2026-10-30') =>
    performanceQuery(parsePerformanceWindow(new URLSearchParams(address)), lastDate);

  it('is everything unless asked otherwise', () => {
    expect(asked('')).toEqual({});
    expect(asked('span=forever')).toEqual({});
  });

  it('ends with the last price: the year so far begins with the last value of the year before', () => {
    expect(asked('span=ytd')).toEqual({ from: '2025-12-31' });
    expect(asked('span=1y')).toEqual({ from: '2025-10-30' });
    expect(asked('span=3y')).toEqual({ from: '2023-10-30' });
    expect(asked('span=1y', '2024-02-29')).toEqual({ from: '2023-02-28' });
  });

  it('is that of the dates when there are any, and of no date that is none', () => {
    expect(asked('span=1y&from=2024-01-31&to=2024-06-30')).toEqual({ from: '2024-01-31', to: '2024-06-30' });
    expect(asked('span=1y&to=2024-06-30')).toEqual({ to: '2024-06-30' });
    expect(asked('from=2024-02-30')).toEqual({});
  });

  it('of realised results begins a day later', () => {
    expect(dayAfter('2025-12-31')).toBe('2026-01-01');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
  });
});
