/** What a change of a ledger must keep to: dates and assets that can be, and no transaction that becomes impossible. */
import { ledgerTransactionsMax, type ProblemDetail, type TransactionInput } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { Allocation, PortfolioRecord } from '../portfolios/portfolio.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import { type LedgerOutcome, ledgerOutcome } from './ledger-outcome.ts';

/** What is new in a ledger: by the id of a transaction the JSON pointer of where it stands in the request. */
export type Touched = ReadonlyMap<string, string>;

/** Errors that an answer lists; it counts all of them. */
const errorsMax = 100;
const earliestDate = '1900-01-01';

/** Ids of the assets that a transaction names, with the fields that do. */
export function assetFields(content: TransactionInput): { readonly field: string; readonly assetId: string }[] {
  const found: { field: string; assetId: string }[] = [];
  if ('assetId' in content && content.assetId !== null) found.push({ field: '/assetId', assetId: content.assetId });
  if ('intoAssetId' in content) found.push({ field: '/intoAssetId', assetId: content.intoAssetId });
  return found;
}

/** @throws ProblemError `state-conflict` for a portfolio without a ledger. */
export function requireLedger({ allocationKind }: Pick<PortfolioRecord, 'allocationKind'>): void {
  if (allocationKind === 'ledger') return;
  throw new ProblemError(
    'state-conflict',
    'This portfolio has no ledger: its weights or quantities are given. Make a portfolio of the allocation kind "ledger" to enter transactions.',
  );
}

/** @throws ProblemError `state-conflict` for a ledger that would be too long. */
export function requireRoom(count: number): void {
  if (count <= ledgerTransactionsMax) return;
  throw new ProblemError(
    'state-conflict',
    `The ledger would have ${count} transactions; a portfolio has at most ${ledgerTransactionsMax}. Keep the others in another portfolio.`,
  );
}

/** Dates up to tomorrow: somewhere it is tomorrow already. */
export function dateErrors(content: TransactionInput, pointer: string, now: Date): ProblemDetail[] {
  const latest = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  const { date } = content;
  if (date >= earliestDate && date <= latest) return [];
  const message = date > latest ? `${date} is in the future` : `expected a date from ${earliestDate}`;
  return [{ field: `${pointer}/date`, message, value: date, remedy: 'Enter what has happened, on its date.' }];
}

/** @throws ProblemError of the code with all errors, if there are any. */
export function refuse(code: 'request-invalid' | 'permission-denied', errors: readonly ProblemDetail[]): void {
  if (errors.length === 0) return;
  const shown = errors.slice(0, errorsMax);
  const detail = `Nothing was stored: ${shown[0]!.message}.`;
  throw new ProblemError(code, detail, {
    errors: shown,
    ...(errors.length > errorsMax && { errorCount: errors.length }),
  });
}

/** Replays the ledger as it would be. Throws as `requireNoProblem` does. */
export function requirePossible(entries: readonly LedgerEntry[], touched: Touched): LedgerOutcome {
  return requireNoProblem(ledgerOutcome(entries), touched);
}

/**
 * @throws ProblemError `request-invalid` for a new transaction that cannot be, with its field; `state-conflict` when only a
 * transaction that was there before becomes impossible, which is named.
 */
export function requireNoProblem(outcome: LedgerOutcome, touched: Touched): LedgerOutcome {
  const { problems } = outcome;
  if (problems.length === 0) return outcome;
  const errors = problems.map(({ entryId, date, field, message, remedy, value }): ProblemDetail => {
    const pointer = touched.get(entryId);
    const rest = { ...(value !== undefined && { value }), ...(remedy !== undefined && { remedy }) };
    return pointer === undefined
      ? { message: `transaction ${entryId} of ${date} would become impossible: ${message}`, ...rest }
      : { field: pointer + field, message, ...rest };
  });
  refuse(
    'request-invalid',
    errors.filter(({ field }) => field !== undefined),
  );
  throw new ProblemError('state-conflict', `Nothing was changed: ${errors[0]!.message}.`, {
    errors: errors.slice(0, errorsMax),
    ...(errors.length > errorsMax && { errorCount: errors.length }),
  });
}

/** Digits of a quantity that a portfolio shows. */
const quantityDecimals = 12;
const quantityLimit = new Money('1e18');

/**
 * The quantities that a ledger comes to, as a portfolio holds them: what it held before in the same order, then the new.
 *
 * @throws ProblemError `request-invalid` for more units than anybody can hold.
 */
export function allocationsOf({ quantities }: LedgerOutcome, before: readonly Allocation[]): Allocation[] {
  const place = new Map(before.map(({ assetId }, index) => [assetId, index]));
  const held = quantities
    .map(({ assetId, quantity }) => ({ assetId, quantity: new Money(quantity).toDecimalPlaces(quantityDecimals) }))
    .filter(({ quantity }) => !quantity.isZero());
  const tooMany = held.find(({ quantity }) => quantity.abs().gte(quantityLimit));
  if (tooMany !== undefined)
    refuse('request-invalid', [
      {
        field: '/quantity',
        message: `asset ${tooMany.assetId} would come to ${tooMany.quantity.toFixed()} units, which is more than 18 digits`,
      },
    ]);
  return held
    .toSorted((one, other) => (place.get(one.assetId) ?? Infinity) - (place.get(other.assetId) ?? Infinity) || 0)
    .map(({ assetId, quantity }) => ({ assetId, quantity: quantity.toFixed(), weight: null }));
}
