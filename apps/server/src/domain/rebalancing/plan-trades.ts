/**
 * The trades that bring holdings to where they should be: pure, in decimals, in one currency.
 *
 * Sells come first, and what they bring in, less their costs, pays for buys together with the cash that is handed in. When that
 * is not enough, every shortfall is filled to the same depth (`fillShortfalls`), so what is furthest from its target gets most.
 * Short positions and holdings that nothing is said of are left as they are.
 */
import { Money } from '../valuation/decimal-and-number.ts';
import { fillShortfalls } from './fill-shortfalls.ts';

/** An asset that may be traded, and where it should be. */
export interface Tradable {
  /** Units held, at least 0. */
  readonly quantity: Money;
  /** Of one unit, in the currency of the plan; above 0. */
  readonly unitPrice: Money;
  /** Value it should have. */
  readonly desired: Money;
}

export interface TradingRules {
  /** To be invested besides what sells bring in; negative: to be raised by sells. */
  readonly cash: Money;
  readonly allowSells: boolean;
  readonly units: 'whole' | 'fractional';
  /** Trades of less value are left out. */
  readonly minimumTrade: Money;
  /** Cost of a trade = fixed + share × value. */
  readonly costs: { readonly fixed: Money; readonly share: Money };
}

/** `no-cash`: the money was needed where more was missing, or there was none. */
export type SkipReason = 'below-minimum' | 'no-sells' | 'no-cash' | 'below-one-unit';

export interface PlannedTrade {
  /** Place of the asset in the input. */
  readonly index: number;
  /** Units: positive buys, negative sells. */
  readonly quantity: Money;
  /** Of the units, positive. */
  readonly value: Money;
  readonly cost: Money;
}

export interface TradePlan {
  readonly trades: readonly PlannedTrade[];
  /** What should have been traded and is not. */
  readonly skipped: readonly { readonly index: number; readonly reason: SkipReason }[];
  /** cash + sells − buys − costs. Below zero only when more was to be raised than sells could bring. */
  readonly cashLeft: Money;
}

/** Digits of fractional units: what brokers trade. */
const fractionalDigits = 6;
const none = new Money(0);

export function planTrades(assets: readonly Tradable[], rules: TradingRules): TradePlan {
  const skipped = new Map<number, SkipReason>();
  const sells = planSells(assets, rules, skipped);
  const proceeds = sells.reduce((sum, { value, cost }) => sum.plus(value).minus(cost), none);
  const buys = planBuys(assets, rules, rules.cash.plus(proceeds), skipped);
  const trades = [...sells, ...buys].sort((a, b) => a.index - b.index);
  const spent = buys.reduce((sum, { value, cost }) => sum.plus(value).plus(cost), none);
  return {
    trades,
    skipped: Array.from(skipped, ([index, reason]) => ({ index, reason })).sort((a, b) => a.index - b.index),
    cashLeft: rules.cash.plus(proceeds).minus(spent),
  };
}

function planSells(
  assets: readonly Tradable[],
  rules: TradingRules,
  skipped: Map<number, SkipReason>,
): readonly PlannedTrade[] {
  return assets.flatMap((asset, index) => {
    const excess = valueOf(asset).minus(asset.desired);
    if (excess.lte(0)) return [];
    const units = Money.min(
      asset.quantity,
      // What should be gone goes as a whole, fractions of units included.
      asset.desired.isZero() ? asset.quantity : roundUnits(excess.div(asset.unitPrice), rules.units, 'nearest'),
    );
    const reason = !rules.allowSells ? 'no-sells' : skipReason(units, asset.unitPrice, rules);
    if (reason !== null) {
      skipped.set(index, reason);
      return [];
    }
    return [tradeOf(index, units.neg(), asset.unitPrice, rules)];
  });
}

/** Leaves out one buy at a time, the smallest, until none is too small: what it would have cost goes to the others. */
function planBuys(
  assets: readonly Tradable[],
  rules: TradingRules,
  available: Money,
  skipped: Map<number, SkipReason>,
): readonly PlannedTrade[] {
  let wanted = assets.flatMap((asset, index) => {
    const shortfall = asset.desired.minus(valueOf(asset));
    return shortfall.gt(0) ? [{ index, shortfall, unitPrice: asset.unitPrice }] : [];
  });
  while (wanted.length > 0) {
    const buys = spend(wanted, rules, available);
    const tooSmall = buys
      .map((buy) => ({ ...buy, reason: skipReason(buy.units, buy.unitPrice, rules) }))
      .filter(({ reason }) => reason !== null)
      .sort((a, b) => a.units.mul(a.unitPrice).cmp(b.units.mul(b.unitPrice)) || b.index - a.index);
    const [smallest] = tooSmall;
    if (smallest === undefined)
      return buys.map(({ index, units, unitPrice }) => tradeOf(index, units, unitPrice, rules));
    skipped.set(smallest.index, available.lte(0) ? 'no-cash' : whyTooSmall(smallest, rules));
    wanted = wanted.filter(({ index }) => index !== smallest.index);
  }
  return [];
}

interface Wanted {
  readonly index: number;
  readonly shortfall: Money;
  readonly unitPrice: Money;
}

interface Bought extends Wanted {
  readonly units: Money;
}

/** As many units of each as the money allows, costs included. */
function spend(wanted: readonly Wanted[], rules: TradingRules, available: Money): readonly Bought[] {
  const { fixed, share } = rules.costs;
  const free = Money.max(0, available.minus(fixed.mul(wanted.length))).div(share.plus(1));
  const amounts = fillShortfalls(
    wanted.map(({ shortfall }) => shortfall),
    free,
  );
  const bought = wanted.map((one, place) => ({
    ...one,
    units: roundUnits(amounts[place]!.div(one.unitPrice), rules.units, 'down'),
  }));
  if (rules.units === 'fractional') return bought;
  const spent = bought.reduce((sum, { units, unitPrice }) => sum.plus(units.mul(unitPrice)), none);
  return addWholeUnits(bought, free.minus(spent));
}

/** Spends what rounding left over: one more unit where it brings a holding nearer to its target, the furthest first. */
function addWholeUnits(bought: readonly Bought[], left: Money): readonly Bought[] {
  const units = bought.map((one) => one.units);
  let rest = left;
  const missing = (place: number) => bought[place]!.shortfall.minus(units[place]!.mul(bought[place]!.unitPrice));
  // Rounding down left less than one unit of each open.
  const places = bought.map((_, place) => place).sort((a, b) => missing(b).cmp(missing(a)) || a - b);
  for (const place of places) {
    const { unitPrice } = bought[place]!;
    if (missing(place).mul(2).lt(unitPrice) || unitPrice.gt(rest)) continue;
    units[place] = units[place]!.plus(1);
    rest = rest.minus(unitPrice);
  }
  return bought.map((one, place) => ({ ...one, units: units[place]! }));
}

/** Money that was short, or a shortfall that is small by itself. */
function whyTooSmall({ shortfall, unitPrice }: Wanted, { units, minimumTrade }: TradingRules): SkipReason {
  if (shortfall.lt(minimumTrade)) return 'below-minimum';
  return units === 'whole' && shortfall.lt(unitPrice) ? 'below-one-unit' : 'no-cash';
}

function skipReason(units: Money, unitPrice: Money, { minimumTrade }: TradingRules): SkipReason | null {
  if (units.isZero()) return 'below-one-unit';
  return units.mul(unitPrice).lt(minimumTrade) ? 'below-minimum' : null;
}

function tradeOf(index: number, quantity: Money, unitPrice: Money, { costs }: TradingRules): PlannedTrade {
  const value = quantity.abs().mul(unitPrice);
  return { index, quantity, value, cost: costs.fixed.plus(costs.share.mul(value)) };
}

function roundUnits(units: Money, kind: TradingRules['units'], direction: 'down' | 'nearest'): Money {
  const rounding = direction === 'down' ? Money.ROUND_DOWN : Money.ROUND_HALF_EVEN;
  return units.toDecimalPlaces(kind === 'whole' ? 0 : fractionalDigits, rounding);
}

function valueOf({ quantity, unitPrice }: Tradable): Money {
  return quantity.mul(unitPrice);
}
