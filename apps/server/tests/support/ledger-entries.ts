/** Ledgers for tests, written short and read through the contract's own schema, so that no test replays what nobody could enter. */
import { type TransactionInput, transactionInput } from '@riskoptimizer/contracts';
import type { input } from 'zod';
import type { DatedPrice, DatedRate, LedgerEntry } from '../../src/domain/ledger/ledger-types.ts';

export type EntryInput = input<typeof transactionInput>;

/** The id of the transaction that stands at a place of a ledger, from 1. */
export const transactionId = (place: number): string => uuid('a', place);
/** Assets by a small number. */
export const asset = (number: number): string => uuid('b', number);

function uuid(kind: string, number: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Entries in the order given, which is their sequence. */
export function ledgerOf(...inputs: readonly EntryInput[]): LedgerEntry[] {
  return inputs.map((content, index) => entryOf(content, index + 1));
}

export function entryOf(content: EntryInput, place: number): LedgerEntry {
  const read: TransactionInput = transactionInput.parse(content);
  return { id: transactionId(place), sequence: place, content: read };
}

/** The latest of dated prices on or before a date, as stored prices answer. */
export function pricesOf(
  prices: Readonly<Record<string, Readonly<Record<string, string>>>>,
  currency = 'USD',
): (assetId: string, date: string) => DatedPrice | null {
  return (assetId, date) => {
    const found = latest(prices[assetId] ?? {}, date);
    return found === null ? null : { price: found.value, currency, date: found.date };
  };
}

/** Rates by `from` and date, all into one currency. */
export function ratesOf(
  rates: Readonly<Record<string, Readonly<Record<string, string>>>>,
): (from: string, to: string, date: string) => DatedRate | null {
  return (from, to, date) => {
    const found = latest(rates[`${from}/${to}`] ?? {}, date);
    return found === null ? null : { rate: found.value, date: found.date };
  };
}

function latest(values: Readonly<Record<string, string>>, date: string): { date: string; value: string } | null {
  const known = Object.keys(values)
    .filter((day) => day <= date)
    .sort()
    .at(-1);
  return known === undefined ? null : { date: known, value: values[known] };
}
