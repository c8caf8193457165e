/** The part of the risk and return plane that is shown, in round steps, so that axes stand still while bounds are dragged. */
import type { EfficientFrontierData, PlanePoint } from './frontier-data.ts';
import { roundStep } from './round-step.ts';

export interface FrontierExtent {
  /** The volatility axis starts at nought, where the risk-free rate is. */
  readonly volatilityMax: number;
  readonly volatilityInterval: number;
  readonly returnMin: number;
  readonly returnMax: number;
  readonly returnInterval: number;
}

/** Share of the span that stays free around the outermost point. */
const margin = 0.06;

export function frontierExtent(data: EfficientFrontierData): FrontierExtent {
  const points: PlanePoint[] = [data.own, ...(data.curve ?? []), ...(data.reference ?? [])];
  if (data.extent === 'assets' || points.length === 1) points.push(...data.assets);
  const volatilities = points.map(({ volatilityAnnual }) => volatilityAnnual);
  const returns = [data.riskFree, 0, ...points.map(({ expectedReturnAnnual }) => expectedReturnAnnual)];
  const highestVolatility = Math.max(...volatilities, 0.01);
  const lowest = Math.min(...returns);
  const highest = Math.max(...returns, lowest + 0.01);
  const volatilityInterval = roundStep((highestVolatility * (1 + margin)) / 6);
  const returnInterval = roundStep(((highest - lowest) * (1 + margin)) / 5);
  return {
    volatilityInterval,
    volatilityMax: stepsUp(highestVolatility * (1 + margin), volatilityInterval),
    returnInterval,
    returnMin: lowest < 0 ? -stepsUp(-lowest + (highest - lowest) * (margin / 2), returnInterval) : 0,
    returnMax: stepsUp(highest + (highest - lowest) * (margin / 2), returnInterval),
  };
}

function stepsUp(value: number, interval: number): number {
  // Rounded, so that 3 * 0.1 is written as 0.3.
  return Number((Math.ceil(value / interval - 1e-9) * interval).toPrecision(12));
}
