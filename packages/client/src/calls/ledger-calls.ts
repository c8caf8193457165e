/** The transactions of a portfolio, and what follows from them. */
import {
  bulkTransactionsResponse,
  type ExportTransactionsQuery,
  type LedgerHoldingsQuery,
  ledgerHoldings,
  type PerformanceQuery,
  portfolioPerformance,
  type RealisedResultsQuery,
  realisedResults,
  type TransactionListQuery,
  transaction,
  type transactionInput,
  transactionList,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send, sendForFile } from '../send.ts';
import type { Wire } from '../wire.ts';
import type { PortfolioReference } from './portfolio-calls.ts';

export interface TransactionReference extends PortfolioReference {
  readonly transactionId: string;
}
/** A transaction as it was read: a change is refused with `version-conflict` when it is no longer that version. */
export interface TransactionVersion extends TransactionReference {
  readonly version: number;
}
export interface TransactionContent {
  readonly content: z.input<typeof transactionInput>;
}

export function ledgerCalls(wire: Wire) {
  return {
    listTransactions: (
      { portfolioId, ...query }: PortfolioReference & Partial<TransactionListQuery>,
      options?: CallOptions,
    ) => send(wire, 'listTransactions', transactionList, { path: { portfolioId }, query }, options),
    /** The file as it is, which imports back equal. Not parsed here: nothing to keep in a store. */
    exportTransactions: (
      { portfolioId, ...query }: PortfolioReference & Partial<ExportTransactionsQuery>,
      options?: CallOptions,
    ) => sendForFile(wire, 'exportTransactions', { path: { portfolioId }, query }, options),
    createTransaction: ({ portfolioId, content }: PortfolioReference & TransactionContent, options?: CallOptions) =>
      send(wire, 'createTransaction', transaction, { path: { portfolioId }, body: content }, options),
    createTransactions: (
      { portfolioId, items }: PortfolioReference & { readonly items: readonly TransactionContent['content'][] },
      options?: CallOptions,
    ) =>
      send(wire, 'createTransactions', bulkTransactionsResponse, { path: { portfolioId }, body: { items } }, options),
    getTransaction: ({ portfolioId, transactionId }: TransactionReference, options?: CallOptions) =>
      send(wire, 'getTransaction', transaction, { path: { portfolioId, transactionId } }, options),
    updateTransaction: (
      { portfolioId, transactionId, version, content }: TransactionVersion & TransactionContent,
      options?: CallOptions,
    ) =>
      send(
        wire,
        'updateTransaction',
        transaction,
        { path: { portfolioId, transactionId }, version, body: content },
        options,
      ),
    deleteTransaction: ({ portfolioId, transactionId, version }: TransactionVersion, options?: CallOptions) =>
      send(wire, 'deleteTransaction', z.null(), { path: { portfolioId, transactionId }, version }, options),
    getHoldings: (
      { portfolioId, ...query }: PortfolioReference & Partial<LedgerHoldingsQuery>,
      options?: CallOptions,
    ) => send(wire, 'getHoldings', ledgerHoldings, { path: { portfolioId }, query }, options),
    getRealisedResults: (
      { portfolioId, ...query }: PortfolioReference & Partial<RealisedResultsQuery>,
      options?: CallOptions,
    ) => send(wire, 'getRealisedResults', realisedResults, { path: { portfolioId }, query }, options),
    getPerformance: ({ portfolioId, ...query }: PortfolioReference & PerformanceQuery, options?: CallOptions) =>
      send(wire, 'getPerformance', portfolioPerformance, { path: { portfolioId }, query }, options),
  };
}
