import type { FrontierCurve, FrontierPoint } from '@riskoptimizer/contracts';
import { describe, expect, test } from 'vitest';
import { frontierVerdict } from './frontier-verdict.ts';

const point = (expectedReturnAnnual: number, volatilityAnnual: number): FrontierPoint => ({
  expectedReturnAnnual,
  volatilityAnnual,
  weights: [],
});
const curve: FrontierCurve = {
  status: 'optimal',
  corners: [point(0.12, 0.2), point(0.04, 0.05)],
  points: [],
  minimumVariance: point(0.04, 0.05),
  maximumSharpe: null,
  maximumResidual: 0,
};
const verdict = (own: FrontierPoint, atOwnRisk: FrontierPoint | null, on: FrontierCurve = curve) =>
  frontierVerdict({ own, curve: on, atOwnRisk }).replaceAll('\u00a0', ' ');

describe('frontierVerdict', () => {
  test('below the frontier: what the same risk earned', () => {
    expect(verdict(point(0.05, 0.124), point(0.071, 0.124))).toBe(
      'At the same risk, 12.4 % a year, a mix within the bounds earned 2.1 points more a year, measured on the past, not a promise.',
    );
  });

  test('on it, and above it', () => {
    expect(verdict(point(0.05, 0.1), point(0.0502, 0.1))).toMatch(
      /^No mix within the bounds earned more .* lies on the frontier/,
    );
    expect(verdict(point(0.09, 0.1), point(0.06, 0.1))).toMatch(
      /earned 3\.0 points more a year than any mix .* does not keep to them/,
    );
  });

  test('calmer than anything, wilder than anything', () => {
    expect(verdict(point(0.01, 0.01), null)).toMatch(/calmest varies by 5\.0 % a year, the portfolio by 1\.0 %/);
    expect(verdict(point(0.02, 0.4), null)).toMatch(
      /varied by 20\.0 % a year instead of 40\.0 % and earned 10\.0 points more/,
    );
    expect(verdict(point(0.12, 0.4), null)).toMatch(/and earned as much/);
    expect(verdict(point(0.22, 0.4), null)).toMatch(/and earned 10\.0 points less/);
  });

  test('impossible bounds', () => {
    const conflict = { message: 'The upper bounds add up to 0.9.', constraints: [], feasibleBudget: null, nearest: [] };
    expect(verdict(point(0.1, 0.1), null, { status: 'infeasible', conflict })).toBe(
      'No mix meets these bounds. The upper bounds add up to 0.9.',
    );
  });
});
