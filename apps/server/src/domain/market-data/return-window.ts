import type { ReturnWindow } from '@riskoptimizer/contracts';
import type { ReturnWindow as EngineWindow } from '@riskoptimizer/engine';
import type { FrequencyGuess } from './frequency.ts';

/** The window of returns as the API shows it. */
export function presentWindow(window: EngineWindow, frequency: FrequencyGuess): ReturnWindow {
  return {
    from: window.from,
    to: window.to,
    periodCount: window.count,
    droppedPeriodCount: window.droppedPeriods,
    alignment: window.alignment,
    frequency: frequency.frequency,
    periodsPerYear: frequency.periodsPerYear,
  };
}
