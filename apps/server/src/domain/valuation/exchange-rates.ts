/**
 * Exchange rates between the currency of an asset and the currency of a portfolio.
 *
 * A pair is taken as it is stored, turned round, or crossed over one third currency. A date without a rate stays without:
 * nothing is interpolated and no rate is carried forward, so a price on such a date is missing in the other currency.
 */
import { Money, numberFromDecimal } from './decimal-and-number.ts';

/** One unit of `base` costs `rates[i]` units of `quote` on `days[i]`; days ascend. */
export interface RateSeries {
  readonly base: string;
  readonly quote: string;
  readonly days: Int32Array;
  readonly rates: readonly string[];
}

/** How to turn an amount of one currency into another. */
export interface Conversion {
  /** The rate as a decimal, for values; null when there is none on that day. */
  decimalOn(day: number): string | null;
  /** The same rate computed in doubles, for series of prices; NaN when there is none. */
  numberOn(day: number): number;
}

/** An amount in the same currency stays what it is. */
export const sameCurrency: Conversion = { decimalOn: () => '1', numberOn: () => 1 };

interface Step {
  readonly series: RateSeries;
  readonly inverted: boolean;
}

/** Finds the way from one currency to another, or null when no stored pair leads there. */
export function findConversion(series: readonly RateSeries[], from: string, to: string): Conversion | null {
  if (from === to) return sameCurrency;
  const direct = findStep(series, from, to);
  if (direct !== null) return followSteps([direct]);
  // In alphabetical order, so that the same rates always lead the same way.
  const currencies = [...new Set(series.flatMap(({ base, quote }) => [base, quote]))].sort();
  for (const pivot of currencies) {
    const first = findStep(series, from, pivot);
    const second = findStep(series, pivot, to);
    if (first !== null && second !== null) return followSteps([first, second]);
  }
  return null;
}

function findStep(series: readonly RateSeries[], from: string, to: string): Step | null {
  const stored = series.find(({ base, quote }) => base === from && quote === to);
  if (stored !== undefined) return { series: stored, inverted: false };
  const turned = series.find(({ base, quote }) => base === to && quote === from);
  return turned === undefined ? null : { series: turned, inverted: true };
}

function followSteps(steps: readonly Step[]): Conversion {
  const lookups = steps.map(({ series }) => createLookup(series));
  return {
    decimalOn(day) {
      let rate = new Money(1);
      for (const [index, step] of steps.entries()) {
        const text = lookups[index]!(day);
        if (text === undefined) return null;
        rate = step.inverted ? rate.div(text) : rate.mul(text);
      }
      return rate.toFixed();
    },
    numberOn(day) {
      let rate = 1;
      for (const [index, step] of steps.entries()) {
        const text = lookups[index]!(day);
        if (text === undefined) return Number.NaN;
        rate = step.inverted ? rate / numberFromDecimal(text) : rate * numberFromDecimal(text);
      }
      return rate;
    },
  };
}

/** Series are remembered by whoever loads them, so the place of each day is worked out once. */
const placesOfDays = new WeakMap<RateSeries, Map<number, number>>();

function createLookup(series: RateSeries): (day: number) => string | undefined {
  const known = placesOfDays.get(series);
  const places = known ?? new Map(Array.from(series.days, (day, place) => [day, place]));
  if (known === undefined) placesOfDays.set(series, places);
  return (day) => {
    const place = places.get(day);
    return place === undefined ? undefined : series.rates[place];
  };
}
