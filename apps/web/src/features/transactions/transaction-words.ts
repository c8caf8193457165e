/** Transactions in words: a cell of the table, a notice, the verdict. */
import type { LedgerTransaction, TransactionInput, TransactionList } from '@riskoptimizer/contracts';
import { dateMedium, plural } from '../../platform/format.ts';
import { kindNames } from './transaction-kinds.ts';

export type Symbols = ReadonlyMap<string, string>;

export function symbolsOf({ assets }: Pick<TransactionList, 'assets'>): Symbols {
  return new Map(assets.map(({ assetId, symbol }) => [assetId, symbol]));
}

/** The asset, or the way from one to another. */
export function assetWords(content: TransactionInput, symbols: Symbols): string | null {
  const symbol = (id: string) => symbols.get(id) ?? id;
  const own = 'assetId' in content && content.assetId !== null ? symbol(content.assetId) : null;
  return 'intoAssetId' in content ? `${own} → ${symbol(content.intoAssetId)}` : own;
}

export function accountWords(content: TransactionInput): string {
  if (content.kind !== 'transfer') return content.account;
  return `${content.fromAccount ?? 'outside'} → ${content.toAccount ?? 'outside'}`;
}

/** "Buy of ACME on 2 Mar 2026". */
export function transactionWords(content: TransactionInput, symbols: Symbols): string {
  const asset = assetWords(content, symbols);
  return `${kindNames[content.kind]}${asset === null ? '' : ` of ${asset}`} on ${dateMedium(content.date)}`;
}

/** How many are shown, from when to when, and the newest of them. */
export function listVerdict(
  { items, nextCursor, assets }: TransactionList,
  isFirstPage: boolean,
  isFiltered: boolean,
): string {
  const [newest, oldest] = [items[0], items.at(-1)] as [LedgerTransaction | undefined, LedgerTransaction | undefined];
  if (!newest || !oldest) return 'No transaction is like this.';
  const all = plural(items.length, 'transaction');
  const dates =
    oldest.content.date === newest.content.date
      ? `of ${dateMedium(newest.content.date)}`
      : `from ${dateMedium(oldest.content.date)} to ${dateMedium(newest.content.date)}`;
  const like = isFiltered ? ' like this' : '';
  if (!isFirstPage) return `${all}${like} ${dates}.`;
  const which = nextCursor === null ? `${all}${like}` : `The newest ${all}${like}`;
  const [last = ''] = transactionWords(newest.content, symbolsOf({ assets })).split(' on ');
  return `${which} ${dates}; the last: ${last.charAt(0).toLowerCase()}${last.slice(1)}.`;
}
