/**
 * The open lots of one asset in one account, all long or all short, and the rule by which closing takes from them.
 *
 * - `fifo`, `lifo`: the oldest or the latest lot first, each at its own cost.
 * - `specific`: the lots that the sale names; FIFO when it names none.
 * - `average`: units leave FIFO, which dates them, at the average cost of all units held in the currency of the lot
 *   (IRS Publication 550, "Average Basis": basis averaged, shares sold are those acquired first).
 *
 * Costs are kept as totals and split by quantity, the last part taking the rest, so that nothing is lost in rounding.
 * A cost that is not known is NaN inside, which spreads to every sum it is part of, and null outside.
 */
import type { CostBasisMethod, LotChoice } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';
import { LedgerRefusal } from './refusal.ts';

export interface OpenLot {
  readonly transactionId: string;
  readonly date: string;
  readonly sequence: number;
  /** Signed: negative for a short lot, and so is the cost. */
  readonly quantity: Money;
  readonly cost: Money;
  readonly currency: string;
}

/** All the units held in one currency, for the average cost. */
interface Pool {
  readonly quantity: Money;
  readonly cost: Money;
}

const zero = new Money(0);

/** Digits after the point of a part of a cost: far below a cent, and few enough to reckon fast. The rest has the difference. */
const costDecimals = 24;

export class Position {
  readonly account: string;
  readonly assetId: string;
  readonly #method: CostBasisMethod;
  #lots: OpenLot[] = [];
  #quantity: Money = zero;
  /** By currency; used for the average method alone. */
  readonly #pools = new Map<string, Pool>();

  constructor(account: string, assetId: string, method: CostBasisMethod) {
    this.account = account;
    this.assetId = assetId;
    this.#method = method;
  }

  /** Signed sum of the lots. */
  get quantity(): Money {
    return this.#quantity;
  }

  /** Adds units, oldest lots first; units of a transaction that is here already join its lot. */
  open(lot: OpenLot): void {
    let place = this.#lots.length;
    while (place > 0 && compareLots(this.#lots[place - 1]!, lot) > 0) place -= 1;
    const same = this.#lots[place - 1];
    if (same?.transactionId === lot.transactionId && same.currency === lot.currency)
      this.#lots[place - 1] = { ...same, quantity: same.quantity.plus(lot.quantity), cost: same.cost.plus(lot.cost) };
    else this.#lots.splice(place, 0, lot);
    this.#quantity = this.#quantity.plus(lot.quantity);
    if (this.#method === 'average') this.#addToPool(lot);
  }

  /** Takes `units` (positive, at most what is held) out, as parts of lots with their costs. */
  take(units: Money, choice: readonly LotChoice[] | null = null): OpenLot[] {
    if (this.#method === 'specific' && choice !== null) return this.#takeChosen(units, choice);
    const taken: OpenLot[] = [];
    let rest = units;
    while (rest.gt(0)) {
      const place = this.#method === 'lifo' ? this.#lots.length - 1 : 0;
      const part = Money.min(rest, this.#lots[place]!.quantity.abs());
      taken.push(this.#takeFrom(place, part));
      rest = rest.minus(part);
    }
    return taken;
  }

  /** Takes everything out, oldest first. */
  takeAll(): OpenLot[] {
    const taken: OpenLot[] = [];
    while (this.#lots.length > 0) taken.push(this.#takeFrom(0, this.#lots[0]!.quantity.abs()));
    return taken;
  }

  /** The open lots, oldest first, each with its part of the cost. */
  lots(): readonly OpenLot[] {
    if (this.#method !== 'average') return this.#lots;
    return this.#lots.map((lot) => ({ ...lot, cost: this.#averageCost(lot.currency, lot.quantity) }));
  }

  #takeChosen(units: Money, choice: readonly LotChoice[]): OpenLot[] {
    this.#requireChoice(units, choice);
    return choice.map(({ transactionId, quantity }) =>
      this.#takeFrom(
        this.#lots.findIndex((lot) => lot.transactionId === transactionId),
        new Money(quantity),
      ),
    );
  }

  /** Everything is checked before the first lot changes. */
  #requireChoice(units: Money, choice: readonly LotChoice[]): void {
    const left = new Map(this.#lots.map((lot) => [lot.transactionId, lot.quantity.abs()]));
    let sum = zero;
    for (const [index, { transactionId, quantity }] of choice.entries()) {
      const available = left.get(transactionId);
      if (available === undefined)
        throw new LedgerRefusal(
          `/lots/${index}/transactionId`,
          `there is no open lot of transaction ${transactionId} in account ${this.account}`,
          'Name a transaction that opened a lot which is still held in this account.',
          transactionId,
        );
      if (available.lt(quantity))
        throw new LedgerRefusal(
          `/lots/${index}/quantity`,
          `only ${available.toFixed()} units of the lot of transaction ${transactionId} are left`,
          'Take less from this lot, or the rest from another one.',
          quantity,
        );
      left.set(transactionId, available.minus(quantity));
      sum = sum.plus(quantity);
    }
    if (!sum.eq(units))
      throw new LedgerRefusal(
        '/lots',
        `the lots sum to ${sum.toFixed()} units, but ${units.toFixed()} are sold`,
        'Let the quantities of the lots sum to the quantity of the sale.',
        sum.toFixed(),
      );
  }

  /** Takes `units` (positive) out of one lot, with their part of the cost. */
  #takeFrom(place: number, units: Money): OpenLot {
    const lot = this.#lots[place]!;
    const quantity = lot.quantity.isNegative() ? units.neg() : units;
    const isWhole = lot.quantity.eq(quantity);
    const cost = this.#costOut(lot, quantity, isWhole);
    if (isWhole) this.#lots.splice(place, 1);
    else this.#lots[place] = { ...lot, quantity: lot.quantity.minus(quantity), cost: lot.cost.minus(cost) };
    this.#quantity = this.#quantity.minus(quantity);
    return { ...lot, quantity, cost };
  }

  #costOut(lot: OpenLot, quantity: Money, isWhole: boolean): Money {
    if (this.#method !== 'average') return isWhole ? lot.cost : costPart(lot, quantity);
    const cost = this.#averageCost(lot.currency, quantity);
    this.#addToPool({ ...lot, quantity: quantity.neg(), cost: cost.neg() });
    return cost;
  }

  #averageCost(currency: string, quantity: Money): Money {
    const pool = this.#pools.get(currency)!;
    return pool.quantity.eq(quantity) ? pool.cost : costPart(pool, quantity);
  }

  #addToPool({ currency, quantity, cost }: OpenLot): void {
    const pool = this.#pools.get(currency) ?? { quantity: zero, cost: zero };
    const units = pool.quantity.plus(quantity);
    // An empty pool goes, and with it a cost that was not known.
    if (units.isZero()) this.#pools.delete(currency);
    else this.#pools.set(currency, { quantity: units, cost: pool.cost.plus(cost) });
  }
}

function costPart(whole: Pool, quantity: Money): Money {
  return whole.cost.mul(quantity).div(whole.quantity).toDecimalPlaces(costDecimals);
}

/** By the date of opening, then in the order of the ledger. */
function compareLots(a: OpenLot, b: OpenLot): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  if (a.transactionId === b.transactionId) return 0;
  return a.transactionId < b.transactionId ? -1 : 1;
}
