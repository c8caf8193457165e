import { isWeekend } from './calendar.ts';

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'unknown';

export interface FrequencyGuess {
  readonly frequency: Frequency;
  readonly periodsPerYear: number;
}

/** With more than this share of its days on weekends a daily series trades every day of the year. */
const weekendShareOfDailyTrading = 0.1;
const daysPerYear = 365.25;

/**
 * Guesses how often there is a price from the median distance between neighbouring dates.
 *
 * 252 trading days, 365 days when weekends are traded, 52 weeks, 12 months; otherwise the year divided by the median.
 *
 * @param days ascending day numbers; with fewer than two the answer is daily.
 */
export function guessFrequency(days: ArrayLike<number>): FrequencyGuess {
  if (days.length < 2) return { frequency: 'daily', periodsPerYear: 252 };
  const spacings = Float64Array.from({ length: days.length - 1 }, (_, index) => days[index + 1]! - days[index]!).sort();
  const spacing = spacings[Math.floor(spacings.length / 2)]!;
  if (spacing <= 4) {
    let weekends = 0;
    for (let index = 0; index < days.length; index += 1) if (isWeekend(days[index]!)) weekends += 1;
    return { frequency: 'daily', periodsPerYear: weekends / days.length > weekendShareOfDailyTrading ? 365 : 252 };
  }
  if (spacing <= 10) return { frequency: 'weekly', periodsPerYear: 52 };
  if (spacing >= 26 && spacing <= 33) return { frequency: 'monthly', periodsPerYear: 12 };
  return { frequency: 'unknown', periodsPerYear: daysPerYear / spacing };
}
