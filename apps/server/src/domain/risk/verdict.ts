/**
 * The verdict: one sentence a person would say about the risk of a portfolio, composed from the numbers beneath it.
 *
 * First what carries the risk (the fewest assets, at most three, that together carry a third of it; or that it is spread),
 * then what takes risk away, then how bad a bad day is.
 */

import type { Frequency } from '../market-data/frequency.ts';
import { shareOfValue } from '../valuation/holding-values.ts';
import { capitalise, inWords, list, money, percent } from '../wording/numbers-in-words.ts';

export interface VerdictHolding {
  readonly symbol: string;
  readonly assetClass: string;
  readonly sector: string | null;
  readonly weight: number;
  /** Share of the standard deviation; null for a portfolio without risk. */
  readonly riskShare: number | null;
}

export interface VerdictInput {
  readonly holdings: readonly VerdictHolding[];
  readonly valueAtRisk: number;
  readonly confidence: number;
  readonly horizon: number;
  readonly frequency: Frequency;
  /** Null for a portfolio by weight. */
  readonly totalValue: string | null;
  readonly currency: string;
}

/** Assets that together carry this much of the risk are what it is about. */
const concentratedShare = 1 / 3;
const namedCountMax = 3;
/** A hedge is named when it takes away at least this share. */
const hedgeShareMin = 0.02;
/** Nearer to the whole than this is all of it. */
const wholeShare = 0.995;
/** A half, less the rounding of a sum of shares. */
const halfOfTheRisk = 0.5 - 1e-9;

export function riskVerdict(input: VerdictInput): string {
  return `${capitalise(whatCarriesTheRisk(input.holdings))}; ${howBadABadDayIs(input)}.`;
}

function whatCarriesTheRisk(holdings: readonly VerdictHolding[]): string {
  const held = holdings.filter(({ weight }) => weight !== 0);
  const shares = held.flatMap((holding) =>
    holding.riskShare === null ? [] : [{ ...holding, riskShare: holding.riskShare }],
  );
  if (shares.length === 0) return 'nothing moved: no price changed in this window';
  const [only] = held;
  if (held.length === 1 && only !== undefined) return `everything is in one ${noun([only], false)}, ${only.symbol}`;
  const byShare = shares.toSorted((one, other) => other.riskShare - one.riskShare);
  const named = fewestThatCarry(byShare);
  const carried = named === null ? spreadOut(byShare) : concentrated(named);
  const hedges = byShare
    .filter(({ riskShare }) => riskShare <= -hedgeShareMin)
    .toReversed()
    .slice(0, namedCountMax);
  if (hedges.length === 0) return carried;
  const taken = percent(-sum(hedges.map(({ riskShare }) => riskShare)));
  return `${carried}, while ${list(hedges.map(({ symbol }) => symbol))} ${hedges.length === 1 ? 'takes' : 'take'} ${taken} away`;
}

type SharedHolding = VerdictHolding & { readonly riskShare: number };

function fewestThatCarry(byShare: readonly SharedHolding[]): SharedHolding[] | null {
  let carried = 0;
  for (let count = 1; count <= Math.min(namedCountMax, byShare.length); count += 1) {
    carried += byShare[count - 1]!.riskShare;
    if (carried >= concentratedShare) return byShare.slice(0, count);
  }
  return null;
}

function concentrated(named: readonly SharedHolding[]): string {
  const risk = sum(named.map(({ riskShare }) => riskShare));
  const money = percent(sum(named.map(({ weight }) => weight)));
  const [only] = named;
  const who =
    named.length === 1 && only !== undefined
      ? `one ${noun(named, false)}, ${only.symbol}, carries`
      : `${inWords(named.length)} ${noun(named, true)}, ${list(named.map(({ symbol }) => symbol))}, carry`;
  const share = Math.abs(risk - 1) < 1 - wholeShare ? 'all' : percent(risk);
  return `${who} ${share} of the risk with ${money} of the money`;
}

function spreadOut(byShare: readonly SharedHolding[]): string {
  let carried = 0;
  const half = byShare.findIndex(({ riskShare }) => (carried += riskShare) >= halfOfTheRisk) + 1;
  const largest = byShare[0]!;
  return `the risk is spread: it takes ${inWords(half)} assets to carry half of it, and the largest part, ${largest.symbol}, is ${percent(largest.riskShare)}`;
}

const nouns: Record<string, readonly [string, string]> = {
  equity: ['share', 'shares'],
  bond: ['bond', 'bonds'],
  commodity: ['commodity', 'commodities'],
  'real-estate': ['property holding', 'property holdings'],
  crypto: ['crypto asset', 'crypto assets'],
  cash: ['cash position', 'cash positions'],
  fund: ['fund', 'funds'],
};

/** "technology share", "bonds", "assets": the narrowest word that fits all of them. */
function noun(holdings: readonly VerdictHolding[], plural: boolean): string {
  const { assetClass, sector } = holdings[0]!;
  const words = holdings.every((holding) => holding.assetClass === assetClass) ? nouns[assetClass] : undefined;
  const [one, many] = words ?? ['asset', 'assets'];
  const sameSector =
    words !== undefined &&
    assetClass === 'equity' &&
    sector !== null &&
    holdings.every((each) => each.sector === sector);
  return `${sameSector ? `${sector.toLowerCase()} ` : ''}${plural ? many : one}`;
}

function howBadABadDayIs({ valueAtRisk, confidence, horizon, frequency, totalValue, currency }: VerdictInput): string {
  const span = spanInWords(horizon, frequency);
  const oneIn = inWords(Math.round(1 / (1 - confidence)));
  if (valueAtRisk <= 0) return `not even the worst ${span} in ${oneIn} lost money`;
  const amount = totalValue === null ? '' : ` (${money(shareOfValue(totalValue, valueAtRisk), currency)})`;
  return `one ${span} in ${oneIn} loses more than ${percent(valueAtRisk, 1)}${amount}`;
}

/** "day", "week", "stretch of ten days". */
function spanInWords(horizon: number, frequency: Frequency): string {
  const period = { daily: 'day', weekly: 'week', monthly: 'month', unknown: 'period' }[frequency];
  if (horizon === 1) return period;
  return `stretch of ${inWords(horizon)} ${period}s`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
