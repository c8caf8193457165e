import type { AssetCoverage, ReturnTable, ReturnWindow } from '@riskoptimizer/engine';
import type { Surroundings } from '../core/surroundings.ts';
import type { Moments } from '../input/moments.ts';
import type { BirthCertificate } from './answer.ts';
import { count } from './text-table.ts';

/** The window of an answer, null when it rests on no prices. */
export function describeWindow(
  returns: ReturnTable | null,
  periodsPerYear: number,
): (ReturnWindow & { periodsPerYear: number }) | null {
  return returns === null ? null : { ...returns.window, periodsPerYear };
}

/** From when to when, and with which gaps, each asset has prices. */
export function describeCoverage(returns: ReturnTable | null): readonly AssetCoverage[] | null {
  return returns === null ? null : returns.coverage;
}

/** The birth certificate of figures that rest on moments. */
export function describeOrigin(
  method: string,
  moments: Moments,
  surroundings: Surroundings,
  seed: number | undefined,
  more: { parameters?: object; inputs?: readonly ({ file: string; sha256: string } | null)[] } = {},
): BirthCertificate {
  return {
    method,
    version: surroundings.version,
    parameters: { ...moments.parameters, ...more.parameters },
    inputs: [moments.source, ...(more.inputs ?? []).filter((input) => input !== null)],
    seed: seed ?? null,
  };
}

/** "7,125 returns from 1989-12-29 to 2018-04-11 (pairwise)". */
export function sayWindow(window: ReturnWindow): string {
  const dropped = window.droppedPeriods === 0 ? '' : `, ${count(window.droppedPeriods, 'period')} left out`;
  return `${count(window.count, 'return')} from ${window.from} to ${window.to} (${window.alignment}${dropped})`;
}
