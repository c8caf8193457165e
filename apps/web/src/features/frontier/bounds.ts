/** Bounds of the weights as the page keeps them: one for every asset, and others for some. Written into the address in per cent. */
import type { FrontierBounds } from '../../platform/engine-worker-protocol.ts';

/** Lowest and highest weight as fractions; null is no bound. */
export interface Bound {
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface BoundsChoice {
  /** For every asset without a bound of its own. */
  readonly default: Bound;
  /** By symbol. */
  readonly assets: ReadonlyMap<string, Bound>;
}

/** Nothing sold short, nothing borrowed: the bounds of the server's answer. */
export const longOnly: BoundsChoice = { default: { lower: 0, upper: 1 }, assets: new Map() };

/** The API accepts weights up to ten times the portfolio. */
export const weightLimit = 10;

export function boundOf(choice: BoundsChoice, symbol: string): Bound {
  return choice.assets.get(symbol) ?? choice.default;
}

export function hasOwnBound(choice: BoundsChoice, symbol: string): boolean {
  return choice.assets.has(symbol);
}

/** The choice with another bound for one asset, or for all others when `symbol` is null. What equals the default is dropped. */
export function withBound(choice: BoundsChoice, symbol: string | null, bound: Bound): BoundsChoice {
  if (symbol === null) {
    const assets = new Map([...choice.assets].filter(([, own]) => !isSameBound(own, bound)));
    return { default: bound, assets };
  }
  const assets = new Map(choice.assets);
  if (isSameBound(bound, choice.default)) assets.delete(symbol);
  else assets.set(symbol, bound);
  return { default: choice.default, assets };
}

/** One lower and one upper bound for each asset, as the engine wants them. */
export function boundArrays(choice: BoundsChoice, symbols: readonly string[]): FrontierBounds {
  const bounds = symbols.map((symbol) => boundOf(choice, symbol));
  return {
    lower: bounds.map(({ lower }) => lower ?? -Infinity),
    upper: bounds.map(({ upper }) => upper ?? Infinity),
    written: `${writtenChoice(choice)} per cent`,
  };
}

export function isSameBound(one: Bound, other: Bound): boolean {
  return one.lower === other.lower && one.upper === other.upper;
}

export function isLongOnly(choice: BoundsChoice): boolean {
  return choice.assets.size === 0 && isSameBound(choice.default, longOnly.default);
}

/** `0~25,ACME:2~10` is 0 to 25 % for every asset, and 2 to 10 % for ACME; undefined when nothing was changed. */
export function formatBounds(choice: BoundsChoice): string | undefined {
  return isLongOnly(choice) ? undefined : writtenChoice(choice);
}

function writtenChoice(choice: BoundsChoice): string {
  const own = [...choice.assets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([symbol, bound]) => `${escapeSymbol(symbol)}:${formatBound(bound)}`);
  return [formatBound(choice.default), ...own].join(',');
}

/** Reads what `formatBounds` wrote; a part that cannot be read is left out, as if it had not been written. */
export function parseBounds(text: string | null): BoundsChoice {
  if (text === null || text === '') return longOnly;
  const [first = '', ...rest] = text.split(',');
  const assets = new Map<string, Bound>();
  for (const part of rest) {
    const colon = part.lastIndexOf(':');
    const bound = parseBound(part.slice(colon + 1));
    const symbol = unescapeSymbol(part.slice(0, Math.max(0, colon)));
    if (bound !== null && symbol !== null && symbol !== '') assets.set(symbol, bound);
  }
  const choice = { default: parseBound(first) ?? longOnly.default, assets };
  return withBound(choice, null, choice.default);
}

function formatBound({ lower, upper }: Bound): string {
  return `${formatPercentage(lower)}~${formatPercentage(upper)}`;
}

function formatPercentage(value: number | null): string {
  return value === null ? '' : String(Number((value * 100).toPrecision(10)));
}

function parseBound(text: string): Bound | null {
  const match = /^(-?\d+(?:\.\d+)?)?~(-?\d+(?:\.\d+)?)?$/.exec(text);
  if (match === null) return null;
  const lower = match[1] === undefined ? null : fractionOf(Number(match[1]));
  const upper = match[2] === undefined ? null : fractionOf(Number(match[2]));
  const isWithin = (weight: number | null) => weight === null || Math.abs(weight) <= weightLimit;
  return isWithin(lower) && isWithin(upper) ? { lower, upper } : null;
}

/** 7 per cent is 0.07 and not 0.07000000000000001. */
export function fractionOf(percentage: number): number {
  return Number((percentage / 100).toPrecision(12));
}

/** Commas and colons separate; `encodeURIComponent` writes both, and the per cent sign, in another way. */
function escapeSymbol(symbol: string): string {
  return encodeURIComponent(symbol);
}

function unescapeSymbol(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
