/** What is looked for among the transactions, as the address has it. */
import { type TransactionKind, type TransactionListQuery, transactionKinds } from '@riskoptimizer/contracts';
import { parseDate } from '../../platform/url-state.ts';

export interface TransactionFilters {
  readonly kind?: TransactionKind | undefined;
  readonly asset?: string | undefined;
  readonly account?: string | undefined;
  /** Not `from` and `to`: those are the window of returns, and go along to other pages. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export const noFilters: Readonly<Record<keyof TransactionFilters, undefined>> = {
  kind: undefined,
  asset: undefined,
  account: undefined,
  since: undefined,
  until: undefined,
};

const identifier = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function parseFilters(search: URLSearchParams): TransactionFilters {
  const asset = search.get('asset') ?? '';
  return {
    kind: transactionKinds.find((kind) => kind === search.get('kind')),
    asset: identifier.test(asset) ? asset : undefined,
    account: search.get('account')?.trim().slice(0, 60) || undefined,
    since: parseDate(search.get('since')),
    until: parseDate(search.get('until')),
  };
}

export function isFiltered(filters: TransactionFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

export function listQuery(filters: TransactionFilters, cursor: string | null): Partial<TransactionListQuery> {
  const { kind, asset, account, since, until } = filters;
  return {
    ...(kind && { kind }),
    ...(asset && { assetId: asset }),
    ...(account && { account }),
    ...(since && { from: since }),
    ...(until && { to: until }),
    ...(cursor && { cursor }),
  };
}
