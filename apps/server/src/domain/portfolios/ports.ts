/** What portfolios need from a database. Every call is about the rows of one owner. */
import type {
  PortfolioState,
  PortfolioSummary,
  PortfolioVersionContent,
  PortfolioVersionKind,
  TargetsInput,
} from '@riskoptimizer/contracts';
import type { Transaction } from '../transactions/ports.ts';
import type { PortfolioContent, PortfolioRecord } from './portfolio.ts';

/** Which versions a caller is willing to change: those it named, or any. */
export type ExpectedVersion = readonly number[] | 'any';

export type ChangeOutcome =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'missing' }
  /** Nothing was changed, because the portfolio has another version by now. */
  | { readonly outcome: 'conflict'; readonly version: number };

/** Where the page before ended: the last portfolio of it, in the order of the list. */
export interface PlaceInList {
  readonly isShared: boolean;
  readonly name: string;
  readonly id: string;
}

export interface PortfolioPage {
  readonly state: PortfolioState;
  readonly limit: number;
  readonly after: PlaceInList | null;
}

export interface PortfolioRepository {
  /** A user's own by name, then those of others with an active share, with its level: one more than the page has, if there are. */
  list(userId: string, page: PortfolioPage, now: Date): Promise<PortfolioSummary[]>;
  /** Not what is deleted. */
  find(ownerId: string, portfolioId: string): Promise<PortfolioRecord | null>;
  /** The same, and nobody else changes it until the transaction ends. `any`: deleted or not. */
  lock(
    ownerId: string,
    portfolioId: string,
    transaction: Transaction,
    which?: 'living' | 'any',
  ): Promise<PortfolioRecord | null>;
  /** `name-taken` when the owner has a portfolio of that name. */
  insert(
    ownerId: string,
    portfolioId: string,
    content: PortfolioContent,
    transaction: Transaction,
  ): Promise<'inserted' | 'name-taken'>;
  /** Replaces the content of one of the expected versions and counts the version up. Targets stay when they are left out. */
  update(
    ownerId: string,
    portfolioId: string,
    expected: ExpectedVersion,
    content: PortfolioContent & { readonly targets?: TargetsInput | null },
    transaction: Transaction,
    change?: PortfolioVersionKind,
  ): Promise<ChangeOutcome | { readonly outcome: 'name-taken' }>;
  /** Of a portfolio that is locked; counts its version up. */
  replaceTargets(
    ownerId: string,
    portfolioId: string,
    targets: TargetsInput | null,
    transaction: Transaction,
  ): Promise<void>;
  /** Archives, deletes or brings back what is locked, and counts its version up. */
  setState(
    ownerId: string,
    portfolioId: string,
    state: Partial<Pick<PortfolioRecord, 'archivedAt' | 'deletedAt'>>,
    change: PortfolioVersionKind,
    transaction: Transaction,
  ): Promise<'changed' | 'name-taken'>;
  /** Of all owners, those that no other one is measured against; in the scope of the system. */
  deletedBefore(moment: Date, count: number): Promise<{ readonly ownerId: string; readonly portfolioId: string }[]>;
  /** Takes a deleted portfolio away for good, with everything of it, out of the benchmarks of other deleted ones as well. */
  purge(ownerId: string, portfolioId: string, transaction: Transaction): Promise<void>;
  /** The portfolios that hold an asset, have a target for it or are measured against it, in alphabetical order. */
  namesUsing(
    ownerId: string,
    assetId: string,
  ): Promise<{ readonly portfolioId: string; readonly name: string; readonly isDeleted: boolean }[]>;
  /** Until the transaction ends nobody else changes who is measured against whom. */
  lockBenchmarks(ownerId: string, transaction: Transaction): Promise<void>;
  /** The portfolio, the one it is measured against, and so on; empty when there is none. */
  benchmarkChain(
    ownerId: string,
    portfolioId: string,
    transaction: Transaction,
  ): Promise<{ readonly portfolioId: string; readonly name: string; readonly isDeleted: boolean }[]>;
  /** Names of the portfolios, not deleted, that are measured against this one. */
  namesMeasuredAgainst(ownerId: string, portfolioId: string, transaction: Transaction): Promise<string[]>;
}

/** A version as it is kept. */
export interface KeptVersion {
  readonly version: number;
  readonly change: PortfolioVersionKind;
  /** Null when the server changed it. */
  readonly changedBy: string | null;
  readonly content: PortfolioVersionContent;
  readonly createdAt: Date;
}

export interface PortfolioVersionRepository {
  /** The newest first, all of them below a version when one is given. */
  list(ownerId: string, portfolioId: string, before: number | null, count: number): Promise<KeptVersion[]>;
  find(ownerId: string, portfolioId: string, version: number): Promise<KeptVersion | null>;
}
