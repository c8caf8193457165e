import type { ProviderName, RiskFreeHistory, RiskFreeRequest } from '../../domain/market-data/provider-port.ts';
import { Money } from '../../domain/valuation/decimal-and-number.ts';
import { checkSeries, type RawPoint } from './check-series.ts';
import { provenanceOf } from './present-history.ts';
import { isNoValue, readDecimal, shown } from './read-values.ts';

export interface RiskFreeDraft {
  readonly provider: ProviderName;
  readonly request: RiskFreeRequest;
  /** In percent a year, as central banks publish them. */
  readonly points: readonly RawPoint[];
  readonly currency: string;
  readonly now: Date;
}

/** Interest of a year in percent is far from minus and plus a hundred, and moves by less than three from a day to the next. */
const percentMax = 100;
const jumpMax = 1.03;

/**
 * Rates of interest in percent become fractions.
 *
 * A rate may be zero or negative, so what is checked and compared is the growth of a year, 1 + rate: it is positive, and moves little from
 * one day to the next.
 */
export function presentRiskFree({ provider, request, points, currency, now }: RiskFreeDraft): RiskFreeHistory {
  const growth = points.map(({ date, value }): RawPoint => {
    const percent = readDecimal(value);
    if (isNoValue(value) || value === undefined) return { date, value };
    // What is no rate stays what it is, and goes into quarantine as it came.
    const isRate = percent !== null && Math.abs(Number(percent)) < percentMax;
    return {
      date,
      value: isRate ? new Money(percent).div(100).add(1).toFixed() : `${shown(value)} %`,
    };
  });
  const series = checkSeries(growth, {
    from: request.from,
    to: request.to,
    now,
    jumpMax,
    doubtSplitRatios: false,
    everyDay: false,
  });
  return {
    points: series.points.map(({ date, value }) => ({ date, rate: new Money(value).sub(1).toFixed() })),
    gaps: series.gaps,
    quarantined: series.quarantined,
    provenance: provenanceOf(provider, request.series, currency, 'raw', now),
  };
}
