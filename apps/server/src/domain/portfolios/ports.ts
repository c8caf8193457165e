/** What portfolios need from a database. Every call is about the rows of one owner. */
import type { PortfolioSummary } from '@riskoptimizer/contracts';
import type { Transaction } from '../transactions/ports.ts';
import type { PortfolioContent, PortfolioRecord } from './portfolio.ts';

/** Which versions a caller is willing to change: those it named, or any. */
export type ExpectedVersion = readonly number[] | 'any';

export type ChangeOutcome =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'missing' }
  /** Nothing was changed, because the portfolio has another version by now. */
  | { readonly outcome: 'conflict'; readonly version: number };

export interface PortfolioRepository {
  /** A user's own by name, then those of others with an active share, with its level. */
  list(userId: string, now: Date): Promise<PortfolioSummary[]>;
  find(ownerId: string, portfolioId: string): Promise<PortfolioRecord | null>;
  /** The same, and nobody else changes it until the transaction ends. */
  lock(ownerId: string, portfolioId: string, transaction: Transaction): Promise<PortfolioRecord | null>;
  /** `name-taken` when the owner has a portfolio of that name. */
  insert(
    ownerId: string,
    portfolioId: string,
    content: PortfolioContent,
    transaction: Transaction,
  ): Promise<'inserted' | 'name-taken'>;
  /** Replaces the content of one of the expected versions and counts the version up. */
  update(
    ownerId: string,
    portfolioId: string,
    expected: ExpectedVersion,
    content: PortfolioContent,
    transaction: Transaction,
  ): Promise<ChangeOutcome | { readonly outcome: 'name-taken' }>;
  delete(ownerId: string, portfolioId: string, expected: ExpectedVersion): Promise<ChangeOutcome>;
  /** Names of the portfolios that hold an asset or are measured against it, in alphabetical order. */
  namesUsing(ownerId: string, assetId: string): Promise<string[]>;
}
