/** What live data needs from outside: messages between replicas, who leads, and what the database knows. */
import type { Assurance, Role } from '@riskoptimizer/contracts';
import type { QuotableAsset } from './quotable-asset.ts';

/** `ticks` prices of this moment, `interest` which of them somebody watches, `events` jobs, alerts and limits. */
export const liveChannels = ['ticks', 'interest', 'events'] as const;
export type LiveChannel = (typeof liveChannels)[number];

/**
 * Tells all replicas, this one included, and at most once: who was away in the meantime hears nothing of it. Items arrive
 * in the order of their replica, in batches of any size.
 */
export interface LiveBus {
  /** Never throws and never waits; what cannot be sent to others is still heard here. */
  publish(channel: LiveChannel, items: readonly object[]): void;
  subscribe(channel: LiveChannel, listener: (items: readonly unknown[]) => void): () => void;
  /** Called when messages of others arrive again after a time in which they did not, and when they do for the first time. */
  onConnected(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Of all replicas at most one leads. */
export interface Leadership {
  isLeader(): boolean;
  /** Called with each change. */
  onChange(listener: (isLeader: boolean) => void): () => void;
}

/** Announcements that the database makes when a transaction is committed. */
export interface CommittedNews {
  /** Something about the portfolios, shares or assets of an owner changed; null after a time in which nobody listened. */
  onAccessChanged(listener: (change: AccessChange | null) => void): () => void;
  onJobChanged(listener: (change: { readonly jobId: string; readonly ownerId: string }) => void): () => void;
  /** A portfolio, its alert rules, or (without a portfolio) prices of an asset of the owner changed. */
  onMeasuredChanged(listener: (change: AccessChange) => void): () => void;
}

export interface AccessChange {
  readonly ownerId: string;
  /** Null when an asset changed. */
  readonly portfolioId: string | null;
}

/** What is told of a job that changed; null when there is no such job. Answered by the queue. */
export type ReadJobNews = (
  jobId: string,
  ownerId: string,
) => Promise<{ readonly jobId: string; readonly state: string; readonly progress: number | null } | null>;

export interface VisibleAsset {
  readonly ownerId: string;
  readonly asset: QuotableAsset;
  /** When the share ends that shows it; null when nothing ends. */
  readonly until: Date | null;
}

export interface VisiblePortfolio {
  readonly ownerId: string;
  readonly until: Date | null;
}

/** Of a session that is not over; asked anew with each subscription, as roles and second factors change. */
export interface SessionFacts {
  readonly role: Role;
  readonly assurance: Assurance;
  readonly isDemo: boolean;
}

/** One statement each, whatever exists: time tells nobody. What is missing and what is foreign are both left out. */
export interface LiveAccessRepository {
  /** In the scope of the system; null when the session is over. */
  session(sessionId: string): Promise<SessionFacts | null>;
  assets(userId: string, assetIds: readonly string[], now: Date): Promise<ReadonlyMap<string, VisibleAsset>>;
  portfolios(
    userId: string,
    portfolioIds: readonly string[],
    now: Date,
  ): Promise<ReadonlyMap<string, VisiblePortfolio>>;
}
