/** The state of a ledger while it is replayed: positions, cash, sums, results and flows, and what the present date touched. */
import type { CostBasisMethod, LotChoice } from '@riskoptimizer/contracts';
import { Money } from '../valuation/decimal-and-number.ts';
import type { ExternalFlow, LedgerOptions, LedgerSum, RealisedResult } from './ledger-types.ts';
import { type OpenLot, Position } from './position.ts';

/** Cash of one currency in one account. */
export interface Balance {
  readonly account: string;
  readonly currency: string;
  amount: Money;
  /** The entry that changed it last. */
  entryId: string;
  /** Whether a negative balance has been told already. */
  isToldNegative: boolean;
}

export interface Sum extends LedgerSum {
  amount: Money;
}

const zero = new Money(0);
/** No account, asset or currency holds this character. */
const keyOf = (account: string, thing: string): string => `${account}\u0000${thing}`;

export class LedgerBook {
  readonly method: CostBasisMethod;
  readonly options: LedgerOptions;
  readonly positions = new Map<string, Position>();
  readonly balances = new Map<string, Balance>();
  readonly sums = new Map<string, Sum>();
  readonly realised: RealisedResult[] = [];
  readonly externalFlows: ExternalFlow[] = [];
  /** Over all accounts; an asset that was ever held stays, at zero. */
  readonly quantities = new Map<string, Money>();
  readonly cash = new Map<string, Money>();
  /** Since the last `startDate`. */
  readonly touchedAssets = new Set<string>();
  readonly touchedCurrencies = new Set<string>();
  readonly touchedBalances = new Set<Balance>();

  constructor(options: LedgerOptions) {
    this.options = options;
    this.method = options.method ?? 'fifo';
  }

  startDate(): void {
    this.touchedAssets.clear();
    this.touchedCurrencies.clear();
    this.touchedBalances.clear();
  }

  /** Signed units of an asset in an account. */
  quantityOf(account: string, assetId: string): Money {
    return this.positions.get(keyOf(account, assetId))?.quantity ?? zero;
  }

  /** A lot that begins here, and not one that moves or is converted. */
  openNewLot(account: string, assetId: string, lot: OpenLot): void {
    const { costCurrency, rateOn } = this.options;
    if (costCurrency === undefined || lot.currency === costCurrency) {
      this.openLots(account, assetId, [lot]);
      return;
    }
    const found = rateOn?.(lot.currency, costCurrency, lot.date) ?? null;
    const cost = found === null ? new Money(Number.NaN) : lot.cost.mul(found.rate);
    this.openLots(account, assetId, [{ ...lot, cost, currency: costCurrency }]);
  }

  openLots(account: string, assetId: string, lots: readonly OpenLot[]): void {
    const key = keyOf(account, assetId);
    const position = this.positions.get(key) ?? new Position(account, assetId, this.method);
    this.positions.set(key, position);
    for (const lot of lots) {
      position.open(lot);
      this.#count(assetId, lot.quantity);
    }
  }

  /** Takes units (positive) of a position that has them. */
  takeLots(account: string, assetId: string, units: Money, choice: readonly LotChoice[] | null = null): OpenLot[] {
    const lots = this.#position(account, assetId).take(units, choice);
    for (const lot of lots) this.#count(assetId, lot.quantity.neg());
    return lots;
  }

  takeAllLots(account: string, assetId: string): OpenLot[] {
    const lots = this.#position(account, assetId).takeAll();
    for (const lot of lots) this.#count(assetId, lot.quantity.neg());
    return lots;
  }

  /** Adds to (or takes from) the cash of an account. */
  pay(entryId: string, account: string, currency: string, amount: Money): void {
    const key = keyOf(account, currency);
    const balance = this.balances.get(key) ?? { account, currency, amount: zero, entryId, isToldNegative: false };
    this.balances.set(key, balance);
    balance.amount = balance.amount.plus(amount);
    balance.entryId = entryId;
    this.cash.set(currency, (this.cash.get(currency) ?? zero).plus(amount));
    this.touchedCurrencies.add(currency);
    this.touchedBalances.add(balance);
  }

  addSum(kind: LedgerSum['kind'], assetId: string | null, currency: string, added: Money | string): void {
    // Most trades have no tax and many no fee.
    if (added === '0') return;
    const amount = new Money(added);
    const key = keyOf(keyOf(kind, assetId ?? ''), currency);
    const sum = this.sums.get(key);
    if (sum === undefined) this.sums.set(key, { kind, assetId, currency, amount });
    else sum.amount = sum.amount.plus(amount);
  }

  #position(account: string, assetId: string): Position {
    const position = this.positions.get(keyOf(account, assetId));
    if (position === undefined)
      throw new Error(`No position of ${assetId} in account ${account}: check before taking.`);
    return position;
  }

  #count(assetId: string, units: Money): void {
    this.quantities.set(assetId, (this.quantities.get(assetId) ?? zero).plus(units));
    this.touchedAssets.add(assetId);
  }
}
