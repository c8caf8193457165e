/** Each return with how it came about, so that it can be followed by hand. */
import type { PerformanceReturn } from '@riskoptimizer/contracts';
import type { MoneyWeightedReturn, TimeWeightedReturn } from '@riskoptimizer/engine';
import type { KnownValues } from './performance-window.ts';

const flowUnknown = 'an external flow has no known value, because a price or rate is missing on its date';

function endsOf({ dates, values, inflows, outflows }: KnownValues) {
  const sum = (amounts: Float64Array) => {
    const total = amounts.subarray(1).reduce((all, amount) => all + amount, 0);
    return Number.isNaN(total) ? null : total;
  };
  return {
    window: { from: dates[0]!, to: dates.at(-1)! },
    inputs: {
      startValue: values[0]!,
      endValue: values.at(-1)!,
      inflow: sum(inflows),
      outflow: sum(outflows),
    },
  };
}

export function simpleShown(known: KnownValues, total: number | null): PerformanceReturn {
  const { window, inputs } = endsOf(known);
  const isKnown = total !== null && !Number.isNaN(total);
  return {
    total: isKnown ? total : null,
    annual: null,
    reason: total === null ? flowUnknown : isKnown ? null : 'nothing was put in that could earn',
    howComputed: {
      formula: '(V₁ + out − V₀ − in) / (V₀ + in)',
      explanation:
        'The gain as a share of all the money that was put in, whenever that was. It is not annualised, as it knows no time.',
      inputs,
      ...window,
    },
  };
}

export function timeWeightedShown(
  known: KnownValues,
  weighted: TimeWeightedReturn | null,
  days: number,
  annual: (total: number, days: number) => number | null,
): PerformanceReturn {
  const { window, inputs } = endsOf(known);
  const total = weighted === null || Number.isNaN(weighted.total) ? null : weighted.total;
  return {
    total,
    annual: total === null ? null : annual(total, days),
    reason: total === null ? whyNotTimeWeighted(known, weighted) : null,
    howComputed: {
      formula: 'Π (V(t) + out(t)) / (V(t−1) + in(t)) − 1',
      explanation:
        'The growth of one unit that was there throughout: what came in works from the start of its period, what went out until its end. A year has 365 days.',
      inputs: {
        ...inputs,
        periods: known.dates.length - 1,
        periodsWithoutCapital: weighted?.emptyPeriods.length ?? null,
        days,
      },
      ...window,
    },
  };
}

function whyNotTimeWeighted({ dates }: KnownValues, weighted: TimeWeightedReturn | null): string {
  if (weighted === null) return flowUnknown;
  const [period] = weighted.undefinedPeriods;
  if (period === undefined) return 'nothing was invested in this window';
  return `from ${dates[period]} to ${dates[period + 1]} there was no positive capital to relate the result to`;
}

export function moneyWeightedShown(known: KnownValues, weighted: MoneyWeightedReturn | null): PerformanceReturn {
  const { window, inputs } = endsOf(known);
  const solved = weighted?.status === 'solved' ? weighted : null;
  const rate = solved !== null && Number.isFinite(solved.rate) ? solved.rate : null;
  return {
    total: solved !== null && Number.isFinite(solved.total) ? solved.total : null,
    annual: solved?.annual !== undefined && Number.isFinite(solved.annual) ? solved.annual : null,
    reason: weighted === null ? flowUnknown : weighted.status === 'solved' ? null : weighted.reason,
    howComputed: {
      formula: 'Σ c(i) / (1 + r)^((d(i) − d(0)) / 365) = 0',
      explanation:
        'The one rate at which everything that was put in grows to everything that came out and is there. It counts when money came and went.',
      inputs: {
        ...inputs,
        annualRate: rate,
        days: solved?.days ?? null,
        residual: solved?.residual ?? null,
        roots: weighted === null ? null : weighted.status === 'solved' ? 1 : weighted.rates.length,
      },
      ...window,
    },
  };
}
