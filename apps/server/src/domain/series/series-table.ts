/** A table of returns or prices that came in a request body, checked and laid out for the engine. */
import type { ProblemDetail, RiskMetricsRequest } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';

export type SeriesRequest = Pick<RiskMetricsRequest, 'assets' | 'dates' | 'returns' | 'prices'>;

/** The table as it crosses to a worker thread. */
export interface SeriesTable {
  readonly kind: 'returns' | 'prices';
  readonly assets: readonly string[];
  /** One a row; null when the request had none. */
  readonly dates: readonly string[] | null;
  readonly rowCount: number;
  /** Row = period or price date, column = asset; NaN = missing. */
  readonly values: Float64Array;
}

/** Problems listed one by one; a table of the wrong width would fill pages with the same sentence. */
const listedProblemsMax = 20;

/** @throws ProblemError `request-invalid` naming rows, dates and assets that do not fit. */
export function readSeriesTable({ assets, dates, returns, prices }: SeriesRequest): SeriesTable {
  const kind = prices === undefined ? 'returns' : 'prices';
  const rows = prices ?? returns ?? [];
  refuseAny([...assetErrors(assets), ...rowErrors(kind, rows, assets.length), ...dateErrors(dates, kind, rows.length)]);
  const values = new Float64Array(rows.length * assets.length);
  let next = 0;
  for (const row of rows) for (const value of row) values[next++] = value ?? Number.NaN;
  return { kind, assets, dates: dates ?? null, rowCount: rows.length, values };
}

/** Throws `request-invalid` with the first problems and the number of all. */
export function refuseAny(errors: readonly ProblemDetail[]): void {
  const [first] = errors;
  if (first === undefined) return;
  throw new ProblemError('request-invalid', `The request is not valid: ${first.field ?? ''} ${first.message}.`, {
    errors: errors.slice(0, listedProblemsMax),
    errorCount: errors.length,
  });
}

function assetErrors(assets: readonly string[]): ProblemDetail[] {
  const seen = new Set<string>();
  return assets.flatMap((asset, index) => {
    if (!seen.has(asset)) {
      seen.add(asset);
      return [];
    }
    return [{ field: `/assets/${index}`, message: `asset "${asset}" stands there twice`, value: asset }];
  });
}

function rowErrors(kind: string, rows: readonly (readonly unknown[])[], width: number): ProblemDetail[] {
  return rows.flatMap((row, index) =>
    row.length === width
      ? []
      : [{ field: `/${kind}/${index}`, message: `has ${row.length} values; expected ${width}, one for each asset` }],
  );
}

function dateErrors(dates: readonly string[] | undefined, kind: string, rowCount: number): ProblemDetail[] {
  if (dates === undefined) return [];
  if (dates.length !== rowCount) {
    const message = `has ${dates.length} dates; expected ${rowCount}, one for each row of ${kind}`;
    return [{ field: '/dates', message }];
  }
  return dates.flatMap((date, index) =>
    index === 0 || date > dates[index - 1]!
      ? []
      : [{ field: `/dates/${index}`, message: `does not come after ${dates[index - 1]}`, value: date }],
  );
}
