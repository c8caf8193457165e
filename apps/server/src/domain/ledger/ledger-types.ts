/**
 * What goes into the ledger and what follows from it.
 *
 * Every amount is an exact decimal (`Money`). Quantities and costs are signed: negative for a short position, whose cost is
 * minus what was received for it, so that value − cost is the unrealised result of either direction.
 * Null is "not known" and never zero: what is unknown comes with the reason.
 */
import type { CostBasisMethod, ProblemDetail, TransactionInput } from '@riskoptimizer/contracts';
import type { Money } from '../valuation/decimal-and-number.ts';

/** A transaction in its place: the ledger is ordered by `content.date`, then by `sequence`. */
export interface LedgerEntry {
  readonly id: string;
  readonly sequence: number;
  readonly content: TransactionInput;
}

/** The latest price on or before the date asked; `date` says how old it is. Null when there is none. */
export type PriceOn = (assetId: string, date: string) => DatedPrice | null;
export interface DatedPrice {
  readonly price: string;
  readonly currency: string;
  readonly date: string;
}

/** Units of `to` for one unit of `from`, the latest on or before the date asked. Null when there is none. */
export type RateOn = (from: string, to: string, date: string) => DatedRate | null;
export interface DatedRate {
  readonly rate: string;
  readonly date: string;
  /** Of a simulated market, which ends on a day and does not age. */
  readonly isSimulated?: boolean;
}

export interface LedgerOptions {
  /** Default `fifo`. */
  readonly method?: CostBasisMethod;
  /** Last date that counts, inclusive; default all of them. */
  readonly upTo?: string;
  /** Values transfers of assets from and to the outside, and the units received in a merger with a cash part. */
  readonly priceOn?: PriceOn;
  /** Turns the cost of a lot into the currency of its sale, at the rate of the day the lot was opened. */
  readonly rateOn?: RateOn;
  /**
   * Every lot is kept in this currency, at the rate of the day it was opened. For the average method, which mixes lots of
   * several days: an average that is converted afterwards is another number than the average of what was paid.
   */
  readonly costCurrency?: string;
}

/** What one transaction opened and what is left of it. */
export interface Lot {
  readonly account: string;
  readonly assetId: string;
  /** The transaction that opened it; stays the same through splits, mergers, renames and transfers. */
  readonly transactionId: string;
  /** Trade date of that transaction. */
  readonly date: string;
  /** Units left; negative for a short position. */
  readonly quantity: Money;
  /** Cost of the units left, with fees and taxes, in `currency`; negative for a short position; null when not known. */
  readonly cost: Money | null;
  /** cost / quantity: positive in either direction; null when the cost is not known. */
  readonly unitCost: Money | null;
  readonly currency: string;
}

/** What a holding cost in one currency; null when the cost of one of its lots is not known. */
export interface CostInCurrency {
  readonly currency: string;
  readonly cost: Money | null;
}

/** Units of one asset in one account; never of zero units. */
export interface Holding {
  readonly account: string;
  readonly assetId: string;
  readonly quantity: Money;
  readonly costs: readonly CostInCurrency[];
  /** Date of the oldest lot. */
  readonly since: string;
}

/** Units of one asset in all accounts; zero where a long and a short position of two accounts cancel out. */
export interface AssetHolding {
  readonly assetId: string;
  readonly quantity: Money;
  readonly costs: readonly CostInCurrency[];
}

/** May be negative: money owed to the broker. Accounts that once held a currency stay, at zero. */
export interface CashBalance {
  readonly account: string;
  readonly currency: string;
  readonly amount: Money;
}

/** A part of a lot that a sale, a cover or the cash of a merger closed. */
export interface LotTaken {
  readonly transactionId: string;
  readonly date: string;
  /** Always positive. */
  readonly quantity: Money;
  /** Cost of a long lot, or what a short one brought in; in the currency of the lot; null when not known. */
  readonly amount: Money | null;
  readonly currency: string;
  /** Calendar days from the opening of the lot to the closing. */
  readonly holdingDays: number;
}

/** The result of closing (a part of) a position: result = proceeds − cost, in the currency of the closing transaction. */
export interface RealisedResult {
  readonly transactionId: string;
  readonly kind: 'sell' | 'buy' | 'merger';
  readonly direction: 'long' | 'short';
  readonly date: string;
  readonly account: string;
  readonly assetId: string;
  /** Units closed, positive; of a merger the units given, of whose cost the cash closed a share. */
  readonly quantity: Money;
  readonly currency: string;
  /** After fee and tax. Of a short position: what opening it brought in. */
  readonly proceeds: Money | null;
  /** With fee and tax. Of a short position: what covering it cost. */
  readonly cost: Money | null;
  readonly result: Money | null;
  /** Why the result is null; null when it is known. */
  readonly reason: string | null;
  readonly lots: readonly LotTaken[];
}

/** A sum over the ledger by kind, asset and currency; the fees and taxes inside trades and dividends are in it. */
export interface LedgerSum {
  /** `dividend`: before tax and fee, negative what was paid on short positions. `interest`: received less paid. */
  readonly kind: 'dividend' | 'interest' | 'fee' | 'tax';
  readonly assetId: string | null;
  readonly currency: string;
  readonly amount: Money;
}

/** What came from outside of the portfolio (positive) or went there (negative). */
export interface ExternalFlow {
  readonly transactionId: string;
  readonly kind: 'deposit' | 'withdrawal' | 'transfer';
  readonly date: string;
  readonly account: string;
  /** Null when cash moved. */
  readonly assetId: string | null;
  /** Units of the asset moved, signed like the flow; null when cash moved. */
  readonly quantity: Money | null;
  /** Amount of cash, or market value of the units on the date (latest price until then); null when there is no price. */
  readonly value: Money | null;
  /** Of `value`; null when that is. */
  readonly currency: string | null;
}

/** A transaction that cannot be, as the details of a ProblemError: `field` is a JSON pointer into its content. */
export interface LedgerProblem extends ProblemDetail {
  readonly entryId: string;
  readonly date: string;
  readonly field: string;
}

/** A transaction that can be but deserves a look. It counts. */
export interface LedgerWarning extends LedgerProblem {
  readonly code: 'cash-negative';
}

/** The ledger as it stands after its last entry. Lists are ordered by account, asset, currency; results and flows by time. */
export interface LedgerResult {
  readonly method: CostBasisMethod;
  /** Date of the last entry that counted; null for an empty ledger. */
  readonly lastDate: string | null;
  readonly holdings: readonly Holding[];
  readonly assets: readonly AssetHolding[];
  readonly lots: readonly Lot[];
  readonly cash: readonly CashBalance[];
  readonly realised: readonly RealisedResult[];
  readonly sums: readonly LedgerSum[];
  readonly externalFlows: readonly ExternalFlow[];
  /** Empty when every transaction is possible. An entry with a problem is left out as a whole; the others count. */
  readonly problems: readonly LedgerProblem[];
  readonly warnings: readonly LedgerWarning[];
}

/** All that one date changed; the quantities and balances are those at the end of the date. */
export interface LedgerStep {
  readonly date: string;
  /** Units of the assets that this date touched, over all accounts. */
  readonly quantities: ReadonlyMap<string, Money>;
  /** Cash of the currencies that this date touched, over all accounts. */
  readonly cash: ReadonlyMap<string, Money>;
  readonly externalFlows: readonly ExternalFlow[];
  readonly realised: readonly RealisedResult[];
  readonly problems: readonly LedgerProblem[];
}
