/** The part of the risk and return plane that is shown. It depends on the curve as little as it can, so that axes stand still while bounds are dragged. */
import type { EfficientFrontierData, PlanePoint } from './frontier-data.ts';
import { multiplesWithin, roundStep } from './round-step.ts';

export interface AxisExtent {
  readonly min: number;
  readonly max: number;
  /** Round values between the ends. */
  readonly ticks: readonly number[];
  /** Distance of the ticks. */
  readonly interval: number;
}

export interface FrontierExtent {
  /** Starts at nought, where the risk-free rate is. */
  readonly volatility: AxisExtent;
  readonly expectedReturn: AxisExtent;
}

/** Share of the span that stays free around the outermost point. */
const margin = 0.06;

export function frontierExtent(data: EfficientFrontierData): FrontierExtent {
  const points: PlanePoint[] = [data.own, ...(data.curve ?? [])];
  // The curve of before may reach far beyond the close-up, which then cuts it off.
  if (data.extent === 'assets' || points.length === 1) points.push(...data.assets, ...(data.reference ?? []));
  const volatilities = points.map(({ volatilityAnnual }) => volatilityAnnual);
  const returns = [data.riskFree, 0, ...points.map(({ expectedReturnAnnual }) => expectedReturnAnnual)];
  return {
    volatility: axisExtent(0, Math.max(...volatilities, 0.01), 6),
    expectedReturn: axisExtent(Math.min(...returns), Math.max(...returns, Math.min(...returns) + 0.01), 5),
  };
}

function axisExtent(lowest: number, highest: number, tickCount: number): AxisExtent {
  const room = (highest - lowest) * margin;
  const interval = roundStep((highest - lowest + room) / tickCount);
  const min = lowest < 0 ? lowest - room : 0;
  const max = highest + room;
  return { min, max, interval, ticks: multiplesWithin(min, max, interval) };
}
