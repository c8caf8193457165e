import { describe, expect, it } from 'vitest';
import { deepestDrawdown } from './deepest-drawdown.ts';

const dates = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08'];

describe('the deepest drawdown', () => {
  it('goes from its peak over its trough to its recovery, whatever the sign', () => {
    const expected = {
      peakDate: '2024-01-02',
      troughDate: '2024-01-04',
      recoveryDate: '2024-01-05',
      depth: 0.2,
      lengthPeriods: 3,
      recoveryPeriods: 1,
    };
    expect(deepestDrawdown(dates, [0, 0, 0.1, 0.2, 0, 0.05])).toEqual(expected);
    expect(deepestDrawdown(dates, [0, 0, -0.1, -0.2, 0, -0.05])).toEqual(expected);
  });

  it('has no recovery before there is one, and steps over what is not known', () => {
    expect(deepestDrawdown(dates, [0, null, 0.1, null, 0.3, 0.2])).toMatchObject({
      peakDate: '2024-01-01',
      troughDate: '2024-01-05',
      recoveryDate: null,
      recoveryPeriods: null,
      lengthPeriods: 5,
    });
  });

  it('is none when nothing ever fell', () => {
    expect(deepestDrawdown(dates, [0, 0, 0, 0, 0, 0])).toBeUndefined();
    expect(deepestDrawdown([], [])).toBeUndefined();
    expect(
      deepestDrawdown(
        dates,
        dates.map(() => null),
      ),
    ).toBeUndefined();
  });
});
