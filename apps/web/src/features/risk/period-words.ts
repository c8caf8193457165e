/** Periods in words: days for daily prices, weeks for weekly ones. */
import type { ReturnWindow } from '@riskoptimizer/contracts';
import { plural } from '../../platform/format.ts';

const nouns = { daily: 'day', weekly: 'week', monthly: 'month', unknown: 'period' } as const;

export function periods(count: number, frequency: ReturnWindow['frequency']): string {
  return plural(count, nouns[frequency]);
}
