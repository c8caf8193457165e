import type { PerformanceReturn } from '@riskoptimizer/contracts';
import { describe, expect, it } from 'vitest';
import { gainOf, inputLines, performanceVerdict } from './performance-words.ts';

const gap = '\u00A0';
const howComputed = {
  formula: 'f',
  explanation: 'e',
  inputs: { startValue: 0, endValue: 1250.5, periods: 2016, annualRate: 0.05678, roots: 1, kind: 'XIRR', left: null },
  from: '2019-02-07',
  to: '2026-10-30',
};
const rate = (total: number | null, annual: number | null, reason: string | null = null): PerformanceReturn => ({
  total,
  annual,
  reason,
  howComputed,
});
const judged = (
  own: PerformanceReturn,
  other: PerformanceReturn | null,
  ends: [number | null, number | null] = [110, 100],
) =>
  performanceVerdict({
    window: { from: '2019-02-07', to: '2026-10-30', days: 2822 },
    baseCurrency: 'USD',
    returns: { simple: own, timeWeighted: own, moneyWeighted: own },
    benchmark: other && { symbol: 'WORLDX', name: 'World', timeWeighted: other },
    series: { dates: [], total: [ends[0]], cash: [], invested: [ends[1]], growth: [], drawdown: [], benchmark: null },
  });

describe('the verdict', () => {
  it('speaks of years when there are any, against the benchmark of the same years', () => {
    expect(judged(rate(0.5, 0.0537), rate(0.72, 0.0725))).toBe(
      `Since 7 Feb 2019 the portfolio has gained 5.4${gap}% a year, 1.9 points a year behind WORLDX. It made 10${gap}USD.`,
    );
    expect(judged(rate(0.5, 0.0537), rate(0.5, 0.0537))).toContain('level with WORLDX');
  });

  it('speaks of the whole when it is shorter than a year, and says a loss by its word', () => {
    expect(judged(rate(-0.051, null), rate(-0.08, null), [90, 100])).toBe(
      `Since 7 Feb 2019 the portfolio has lost 5.1${gap}%, 2.9 points ahead of WORLDX. It cost 10${gap}USD.`,
    );
  });

  it('says what is not known, and never that it is nought', () => {
    expect(judged(rate(null, null, 'no price of ABC'), null, [null, 100])).toBe(
      'Since 7 Feb 2019 the return is not known: no price of ABC.',
    );
    expect(judged(rate(0.1, null), rate(null, null))).not.toContain('WORLDX');
    expect(gainOf({ total: [1, null], invested: [1, 1] })).toBeNull();
    expect(gainOf({ total: [], invested: [] })).toBeNull();
  });
});

describe('what went into a return', () => {
  it('has a name and a unit each', () => {
    expect(inputLines(rate(0.1, null), 'USD')).toEqual([
      '7 Feb 2019 to 30 Oct 2026',
      `value at the start: 0.00${gap}USD`,
      `value at the end: 1,250.50${gap}USD`,
      'periods: 2,016',
      `rate a year: 5.6780${gap}%`,
      'rates that solve it: 1',
      'kind: XIRR',
      'left: not known',
    ]);
  });
});
