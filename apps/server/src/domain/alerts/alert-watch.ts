/**
 * When rules are measured: once what they are about has changed, and every few minutes. Every replica hears of changes; the one
 * that leads measures. What changes in one moment, or while it measures, is measured once.
 */
import type { Logger } from '../../core/logging.ts';
import { asServer } from '../../core/request-context.ts';
import type { CommittedNews, Leadership } from '../live/ports.ts';
import type { AlertRuleRepository, WatchedPortfolio } from './ports.ts';

export interface AlertWatchParts {
  readonly news: Pick<CommittedNews, 'onMeasuredChanged'>;
  readonly leadership: Leadership;
  readonly rules: Pick<AlertRuleRepository, 'watched'>;
  readonly evaluate: (portfolio: WatchedPortfolio) => Promise<void>;
  readonly log: Pick<Logger, 'warn'>;
}

const gatherMs = 300;
/** Time passes without anybody changing anything: data grow old, exchange rates come. */
const periodMs = 300_000;

/** Of one owner: some portfolios, or all of them. */
type ChangedPortfolios = Set<string> | 'all';

export class AlertWatch {
  readonly #parts: AlertWatchParts;
  readonly #stops: readonly (() => void)[];
  readonly #period: NodeJS.Timeout;
  readonly #changed = new Map<string, ChangedPortfolios>();
  #isAllChanged = false;
  #gathering: NodeJS.Timeout | null = null;
  #measuring: Promise<void> | null = null;
  #isClosed = false;

  constructor(parts: AlertWatchParts) {
    this.#parts = parts;
    const { news, leadership } = parts;
    this.#stops = [
      news.onMeasuredChanged(({ ownerId, portfolioId }) => this.#note(ownerId, portfolioId)),
      // What changed while nobody led, nobody has heard of.
      leadership.onChange((isLeader) => {
        if (isLeader) this.#noteAll();
      }),
    ];
    this.#period = setInterval(() => this.#noteAll(), periodMs).unref();
    if (leadership.isLeader()) this.#noteAll();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops) stop();
    clearInterval(this.#period);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    await this.#measuring;
  }

  #note(ownerId: string, portfolioId: string | null): void {
    const before = this.#changed.get(ownerId);
    if (portfolioId === null) this.#changed.set(ownerId, 'all');
    else if (before === undefined) this.#changed.set(ownerId, new Set([portfolioId]));
    else if (before !== 'all') before.add(portfolioId);
    this.#gather();
  }

  #noteAll(): void {
    this.#isAllChanged = true;
    this.#gather();
  }

  #gather(): void {
    if (!this.#parts.leadership.isLeader()) this.#forget();
    else if (!this.#isClosed && this.#measuring === null)
      this.#gathering ??= setTimeout(() => this.#begin(), gatherMs).unref();
  }

  /** Whoever leads next measures everything. */
  #forget(): void {
    this.#changed.clear();
    this.#isAllChanged = false;
  }

  #begin(): void {
    this.#gathering = null;
    this.#measuring = this.#measure().finally(() => {
      this.#measuring = null;
      if (this.#isAllChanged || this.#changed.size > 0) this.#gather();
    });
  }

  async #measure(): Promise<void> {
    const { evaluate, leadership, log } = this.#parts;
    const isAll = this.#isAllChanged;
    const changed = [...this.#changed];
    this.#forget();
    for (const portfolio of await this.#watched(isAll ? 'all' : changed)) {
      if (this.#isClosed || !leadership.isLeader()) return;
      try {
        await evaluate(portfolio);
      } catch (error) {
        log.warn({ err: error, ...portfolio }, 'The alert rules of a portfolio could not be measured; later again.');
      }
    }
  }

  /** Never rejects: without a database there is nothing to measure until the next time. */
  async #watched(changed: 'all' | readonly [string, ChangedPortfolios][]): Promise<WatchedPortfolio[]> {
    const { rules, log } = this.#parts;
    try {
      return await asServer(async () => {
        if (changed === 'all') return rules.watched(null);
        const found = await Promise.all(
          changed.map(async ([ownerId, portfolios]) => {
            const ofOwner = await rules.watched(ownerId);
            return ofOwner.filter(({ portfolioId }) => portfolios === 'all' || portfolios.has(portfolioId));
          }),
        );
        return found.flat();
      });
    } catch (error) {
      log.warn({ err: error }, 'Which alert rules are to be measured could not be read; later again.');
      return [];
    }
  }
}
