/** The periods of a table in which every asset has a return. */

import type { ReturnWindow as PresentedWindow } from '@riskoptimizer/contracts';
import { createMatrix, type Matrix, matrixRow, type ReturnWindow, simpleReturns } from '@riskoptimizer/engine';
import { requireEnoughReturns } from '../calculation/enough-returns.ts';
import { dayFromIso, isoFromDay } from '../market-data/calendar.ts';
import { guessFrequency } from '../market-data/frequency.ts';
import type { SeriesTable } from './series-table.ts';

export interface CommonReturns {
  readonly returns: Matrix;
  readonly window: PresentedWindow;
}

/** @throws ProblemError `data-insufficient` when too few periods are left. */
export function commonReturns(table: SeriesTable, periodsPerYear: number): CommonReturns {
  const { returns, window } = table.kind === 'prices' ? fromPrices(table) : fromReturns(table);
  const [from, to] = table.dates === null ? [null, null] : [window.from, window.to];
  requireEnoughReturns(returns.rows, { from: from ?? 'the first row', to: to ?? 'the last' });
  return {
    returns,
    window: {
      from,
      to,
      periodCount: window.count,
      droppedPeriodCount: window.droppedPeriods,
      alignment: 'common',
      frequency: table.dates === null ? 'unknown' : guessFrequency(Int32Array.from(table.dates, dayFromIso)).frequency,
      periodsPerYear,
    },
  };
}

type Aligned = { readonly returns: Matrix; readonly window: ReturnWindow };

function fromPrices({ assets, dates, rowCount, values }: SeriesTable): Aligned {
  // The engine asks for dates; where the request has none, day numbers stand in and are not shown.
  const standIns = () => Array.from({ length: rowCount }, (_, day) => isoFromDay(day));
  return simpleReturns({ assets, dates: dates ?? standIns(), prices: createMatrix(rowCount, assets.length, values) });
}

function fromReturns({ assets, dates, rowCount, values }: SeriesTable): Aligned {
  const table = createMatrix(rowCount, assets.length, values);
  const whole = Array.from({ length: rowCount }, (_, row) => row).filter(
    (row) => !matrixRow(table, row).some((value) => Number.isNaN(value)),
  );
  const data = new Float64Array(whole.length * assets.length);
  whole.forEach((row, index) => data.set(matrixRow(table, row), index * assets.length));
  return {
    returns: createMatrix(whole.length, assets.length, data),
    window: {
      from: dates?.[whole[0] ?? 0] ?? '',
      to: dates?.[whole.at(-1) ?? 0] ?? '',
      count: whole.length,
      droppedPeriods: rowCount - whole.length,
      alignment: 'common',
    },
  };
}
