/** Rates of two origins put together: where both have a pair on a day, the first one counts. */
import type { RateSeries } from './exchange-rates.ts';

/** Remembered series stay the same objects, so that what was put together once is found again. */
const joined = new WeakMap<RateSeries, WeakMap<RateSeries, RateSeries>>();

/** Pairs of the first origin come first, so that they lead the way from one currency to another where both do. */
export function preferRates(first: readonly RateSeries[], second: readonly RateSeries[]): RateSeries[] {
  const isSame = (one: RateSeries, other: RateSeries) => one.base === other.base && one.quote === other.quote;
  return [
    ...first.map((series) => {
      const other = second.find((candidate) => isSame(series, candidate));
      return other === undefined ? series : join(series, other);
    }),
    ...second.filter((series) => !first.some((candidate) => isSame(series, candidate))),
  ];
}

function join(first: RateSeries, second: RateSeries): RateSeries {
  const known = joined.get(first)?.get(second);
  if (known !== undefined) return known;
  const rateOf = new Map<number, string>();
  for (const { days, rates } of [second, first])
    for (const [place, day] of days.entries()) rateOf.set(day, rates[place]!);
  const days = Int32Array.from(rateOf.keys()).sort();
  const { base, quote } = first;
  const made = { base, quote, days, rates: Array.from(days, (day) => rateOf.get(day)!) };
  joined.set(first, (joined.get(first) ?? new WeakMap<RateSeries, RateSeries>()).set(second, made));
  return made;
}
