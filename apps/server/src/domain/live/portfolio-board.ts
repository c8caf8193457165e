/** Portfolios that somebody watches: valued anew at most once a second each, when a price of theirs has changed. */
import type { LivePortfolio } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logging.ts';
import { asServer } from '../../core/request-context.ts';
import { liveValue } from './live-value.ts';
import type { PortfolioBaseline } from './portfolio-baseline.ts';
import type { QuoteBoard } from './quote-board.ts';
import type { Subscriber } from './subscriber.ts';

export interface PortfolioBoardParts {
  readonly quotes: Pick<QuoteBoard, 'hold' | 'release' | 'priceOf'>;
  /** In the scope of the server: who may see the portfolio was checked before. @throws ProblemError when it has no value. */
  readonly loadBaseline: (ownerId: string, portfolioId: string) => Promise<PortfolioBaseline | null>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

interface WatchedPortfolio {
  readonly topic: string;
  readonly ownerId: string;
  readonly subscribers: Set<Subscriber>;
  baseline: PortfolioBaseline;
  isChanged: boolean;
  text: string | null;
}

const valueEveryMs = 1_000;
/** Closes and rates of the day come in by imports and refreshes, of which nobody tells. */
const reloadEveryMs = 60_000;
/** Portfolios valued in one go before requests get their turn. */
const valuedAtOnce = 20;

export class PortfolioBoard {
  readonly #parts: PortfolioBoardParts;
  readonly #watched = new Map<string, WatchedPortfolio>();
  readonly #timers: readonly NodeJS.Timeout[];
  #isValuing = false;

  constructor(parts: PortfolioBoardParts) {
    this.#parts = parts;
    this.#timers = [
      setInterval(() => void this.#valueAll(), valueEveryMs).unref(),
      setInterval(() => void this.#reloadAll(), reloadEveryMs).unref(),
    ];
  }

  /** @returns false when there is no such portfolio. @throws ProblemError when it has no value. */
  async watch(subscriber: Subscriber, topic: string, ownerId: string, portfolioId: string): Promise<boolean> {
    let watched = this.#watched.get(portfolioId);
    if (watched === undefined) {
      const baseline = await asServer(() => this.#parts.loadBaseline(ownerId, portfolioId));
      if (baseline === null) return false;
      // Somebody else may have asked in the meantime.
      watched = this.#watched.get(portfolioId);
      if (watched === undefined) {
        watched = { topic, ownerId, subscribers: new Set(), baseline, isChanged: true, text: null };
        this.#watched.set(portfolioId, watched);
        for (const asset of baseline.quoted) this.#parts.quotes.hold(asset);
      }
    }
    watched.subscribers.add(subscriber);
    return true;
  }

  /** What a subscriber that has just come is told first; the value follows with the first prices when nobody watched before. */
  greet(subscriber: Subscriber, portfolioId: string): void {
    const watched = this.#watched.get(portfolioId);
    if (watched === undefined) return;
    watched.text ??= this.#write(watched);
    subscriber.portfolio(watched.topic, watched.text);
  }

  leave(subscriber: Subscriber, portfolioId: string): void {
    const watched = this.#watched.get(portfolioId);
    if (watched === undefined) return;
    watched.subscribers.delete(subscriber);
    if (watched.subscribers.size > 0) return;
    this.#watched.delete(portfolioId);
    for (const { id } of watched.baseline.quoted) this.#parts.quotes.release(id);
  }

  /** Prices of these assets have changed. */
  noteQuoted(assetIds: ReadonlySet<string>): void {
    for (const watched of this.#watched.values())
      watched.isChanged ||= watched.baseline.positions.some(({ assetId }) => assetIds.has(assetId));
  }

  /** What the portfolio holds has changed, or its closes. */
  async reload(portfolioId: string): Promise<void> {
    const watched = this.#watched.get(portfolioId);
    if (watched === undefined) return;
    const { quotes, log } = this.#parts;
    try {
      const baseline = await asServer(() => this.#parts.loadBaseline(watched.ownerId, portfolioId));
      // One that is gone is closed by the check of access.
      if (baseline === null || this.#watched.get(portfolioId) !== watched) return;
      const before = watched.baseline.quoted;
      for (const asset of baseline.quoted) quotes.hold(asset);
      for (const { id } of before) quotes.release(id);
      watched.baseline = baseline;
      watched.isChanged = true;
    } catch (error) {
      log.warn({ err: error, portfolioId }, 'A portfolio that is watched could not be read again.');
    }
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #valueAll(): Promise<void> {
    if (this.#isValuing) return;
    this.#isValuing = true;
    let valued = 0;
    for (const watched of this.#watched.values()) {
      if (!watched.isChanged) continue;
      watched.isChanged = false;
      watched.text = this.#write(watched);
      for (const subscriber of watched.subscribers) subscriber.portfolio(watched.topic, watched.text);
      valued += 1;
      if (valued % valuedAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#isValuing = false;
  }

  async #reloadAll(): Promise<void> {
    for (const portfolioId of this.#watched.keys()) await this.reload(portfolioId);
  }

  #write({ baseline }: WatchedPortfolio): string {
    const { portfolioId, baseCurrency, simulated, closeDate, positions } = baseline;
    const value = liveValue(positions, (assetId) => this.#parts.quotes.priceOf(assetId), closeDate);
    const at = this.#parts.clock.now().toISOString();
    const portfolio: LivePortfolio = { portfolioId, baseCurrency, ...value, at, closeDate, simulated };
    return JSON.stringify(portfolio).slice(1, -1);
  }
}
