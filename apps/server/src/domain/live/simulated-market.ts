/**
 * Prices of simulated assets between two closes: a function of the seed and the time alone, so every replica that is asked
 * for the same second gives the same price, and one that takes over goes on where the other stopped.
 *
 * The log move of an asset since its close is σ Σ_f β_f B_f(t) with independent standard Brownian bridges B_f over sessions of
 * 2¹⁴ seconds: a market factor, one of its sector or class, one of its country, and its own. A bridge ends where it began, at
 * the close: no simulated price is stored as a close, so each session has to end where the next begins. B_f is found by halving
 * the session again and again around the second (Lévy's construction; Glasserman, Monte Carlo Methods in Financial
 * Engineering, 2003, section 3.1), each midpoint drawn from a hash of seed, factor, session and midpoint.
 */
import { Money } from '../valuation/decimal-and-number.ts';

/** What a simulated price is made of. */
export interface SimulatedAsset {
  readonly symbol: string;
  readonly assetClass: string;
  readonly sector: string | null;
  readonly country: string | null;
  readonly currency: string;
  /** The last close, from which the price starts. */
  readonly close: string;
}

export const sessionSeconds = 2 ** 14;

interface ClassModel {
  /** Standard deviation of the log return of a day. */
  readonly dailyVolatility: number;
  /** Shares of the variance; what is left is the asset's own. */
  readonly market: number;
  readonly group: number;
  readonly country: number;
  /** The factor that moves the class: shares and what is made of them move together, bonds with each other. */
  readonly factor: 'equities' | 'rates' | 'commodities' | 'crypto';
}

const classModels: Readonly<Record<string, ClassModel>> = {
  equity: { dailyVolatility: 0.015, market: 0.35, group: 0.2, country: 0.1, factor: 'equities' },
  fund: { dailyVolatility: 0.01, market: 0.8, group: 0, country: 0.1, factor: 'equities' },
  'real-estate': { dailyVolatility: 0.012, market: 0.3, group: 0.3, country: 0.05, factor: 'equities' },
  bond: { dailyVolatility: 0.004, market: 0.7, group: 0.15, country: 0, factor: 'rates' },
  commodity: { dailyVolatility: 0.013, market: 0.3, group: 0.1, country: 0, factor: 'commodities' },
  crypto: { dailyVolatility: 0.04, market: 0.7, group: 0, country: 0, factor: 'crypto' },
  cash: { dailyVolatility: 0.0001, market: 0, group: 0, country: 0, factor: 'rates' },
};
const otherModel: ClassModel = { dailyVolatility: 0.012, market: 0.3, group: 0, country: 0, factor: 'equities' };

/**
 * The price at a time, in decimals.
 *
 * price = close · exp(move), rounded to the digits of the close or the currency, whichever are more, and never below one unit of
 * the last digit: a price stays positive.
 *
 * @param seed any whole number; equal seeds and times give equal prices.
 * @param atMs milliseconds since 1970; the price changes with each whole second.
 */
export function simulatedPrice(seed: number, asset: SimulatedAsset, atMs: number): string {
  const close = new Money(asset.close);
  const digits = Math.max(close.decimalPlaces(), minorDigits(asset.currency));
  const price = close.mul(Math.exp(logMove(seed, asset, atMs))).toDecimalPlaces(digits);
  return (price.gt(0) ? price : new Money(10).pow(-digits)).toFixed(digits);
}

/** ln(price / close): zero at the beginning and at the end of a session. */
export function logMove(seed: number, asset: SimulatedAsset, atMs: number): number {
  const model = classModels[asset.assetClass] ?? otherModel;
  const second = Math.floor(atMs / 1000);
  const bridge = (factor: string) => standardBridge(hashText(seed, factor), second);
  const own = 1 - model.market - model.group - model.country;
  return (
    model.dailyVolatility *
    (Math.sqrt(model.market) * bridge(`market ${model.factor}`) +
      Math.sqrt(model.group) * bridge(`group ${asset.assetClass} ${asset.sector ?? ''}`) +
      Math.sqrt(model.country) * bridge(`country ${asset.country ?? ''}`) +
      Math.sqrt(own) * bridge(`own ${asset.symbol}`))
  );
}

/** A Brownian bridge over a session with unit variance a session, at a second: variance u (1 − u) at the share u of the session. */
function standardBridge(seed: number, second: number): number {
  const session = Math.floor(second / sessionSeconds);
  const target = second - session * sessionSeconds;
  let from = 0;
  let to = sessionSeconds;
  let valueFrom = 0;
  let valueTo = 0;
  while (target !== from) {
    const middle = (from + to) / 2;
    // Given both ends, the middle of a Brownian path has a quarter of the length between them as its variance.
    const spread = Math.sqrt((to - from) / (4 * sessionSeconds));
    const value = (valueFrom + valueTo) / 2 + spread * hashedNormal(seed, session, middle);
    if (target < middle) {
      to = middle;
      valueTo = value;
    } else {
      from = middle;
      valueFrom = value;
    }
  }
  return valueFrom;
}

/** A standard normal that depends on its arguments only (Box and Muller). */
function hashedNormal(seed: number, session: number, place: number): number {
  const word = mix(mix(mix(seed ^ 0x9e3779b9, session), Math.floor(session / 2 ** 32)), place);
  // Never zero, of which there is no logarithm.
  const radius = (mix(word, 1) + 1) / 2 ** 32;
  const angle = mix(word, 2) / 2 ** 32;
  return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle);
}

function hashText(seed: number, text: string): number {
  let word = mix(seed, Math.floor(seed / 2 ** 32));
  for (let index = 0; index < text.length; index += 1) word = mix(word, text.charCodeAt(index));
  return word;
}

/** Two words into one, of which every bit depends on every bit of both (finaliser of MurmurHash3). */
function mix(left: number, right: number): number {
  let word = (Math.imul(left | 0, 0x85ebca6b) + 0x9e3779b9) ^ (right | 0);
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 0;
}

const knownDigits = new Map<string, number>();

/** Digits after the point in which a currency is counted: 2 of the dollar, 0 of the yen. */
function minorDigits(currency: string): number {
  const known = knownDigits.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  knownDigits.set(currency, maximumFractionDigits);
  return maximumFractionDigits;
}
