/** The tables behind the page, at full precision. */

import type { CsvTable } from '../../platform/csv.ts';
import type { LiveFrontier, LivePoint } from '../../platform/engine-worker-protocol.ts';
import type { WeightRow } from './weight-rows.ts';

const planeColumns = ['expectedReturnAnnual', 'volatilityAnnual', 'sharpeRatio'];

function planeCells({ expectedReturnAnnual, volatilityAnnual, sharpeRatio }: LivePoint) {
  return [expectedReturnAnnual, volatilityAnnual, sharpeRatio];
}

/** Every point of the curve, the named portfolios and the own one, each with its weights. */
export function frontierCsv(frontier: LiveFrontier, symbols: readonly string[]): CsvTable {
  const corners = new Set(frontier.corners.map(({ expectedReturnAnnual }) => expectedReturnAnnual));
  const named: [string, LivePoint | null][] = [
    ['own', frontier.own],
    ['same-risk', frontier.sameRisk],
    ['maximum-sharpe', frontier.maximumSharpe],
    ['minimum-variance', frontier.minimumVariance],
  ];
  const curve = frontier.curve.map((point): [string, LivePoint] => [
    corners.has(point.expectedReturnAnnual) ? 'corner' : 'frontier',
    point,
  ]);
  return {
    columns: ['portfolio', ...planeColumns, ...symbols],
    rows: [...named, ...curve].flatMap(([name, point]) =>
      point === null ? [] : [[name, ...planeCells(point), ...point.weights]],
    ),
  };
}

export function cornersCsv({ corners }: LiveFrontier, symbols: readonly string[]): CsvTable {
  return {
    columns: ['corner', ...planeColumns, ...symbols],
    rows: corners.map((point, index) => [index + 1, ...planeCells(point), ...point.weights]),
  };
}

export function weightsCsv(rows: readonly WeightRow[]): CsvTable {
  return {
    columns: ['symbol', 'name', 'assetClass', 'presentWeight', 'selectedWeight', 'change', 'lowerBound', 'upperBound'],
    rows: rows.map(({ symbol, name, assetClass, present, selected, bound }) => [
      symbol,
      name,
      assetClass,
      present,
      selected,
      selected === null ? null : selected - present,
      bound.lower,
      bound.upper,
    ]),
  };
}
