/** What follows from the ledger of a portfolio, for whoever may read it. */
import type {
  LedgerHoldings,
  LedgerHoldingsQuery,
  PerformanceQuery,
  PortfolioPerformance,
  RealisedResults,
  RealisedResultsQuery,
} from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { ObjectAccess } from '../access/object-access.ts';
import type { AssetRepository } from '../assets/ports.ts';
import { type Calculation, certify } from '../calculation/calculation.ts';
import type { PortfolioRecord } from '../portfolios/portfolio.ts';
import type { PortfolioService } from '../portfolios/portfolio-service.ts';
import type { PortfolioRepository } from '../portfolios/ports.ts';
import { findBenchmark, inOneLine } from '../risk/benchmark.ts';
import type { AskLedger } from './ledger-calculations.ts';
import { type LedgerMarketParts, loadLedgerMarket } from './ledger-market.ts';
import { assetFields } from './ledger-rules.ts';
import { openLedger } from './ledger-service.ts';
import type { PerformanceInput, PerformanceNumbers } from './performance-calculation.ts';
import type { LedgerRecord, LedgerRepository } from './ports.ts';

export interface LedgerViews {
  holdings(actor: SignedInActor, portfolioId: string, query: LedgerHoldingsQuery): Promise<LedgerHoldings>;
  realised(actor: SignedInActor, portfolioId: string, query: RealisedResultsQuery): Promise<RealisedResults>;
  performance(
    actor: SignedInActor,
    portfolioId: string,
    query: PerformanceQuery,
    signal?: AbortSignal,
  ): Promise<PortfolioPerformance>;
}

export interface LedgerViewParts extends LedgerMarketParts {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly ledger: Pick<LedgerRepository, 'all'>;
  readonly portfolios: Pick<PortfolioRepository, 'find'>;
  readonly portfolioService: Pick<PortfolioService, 'open'>;
  readonly askLedger: AskLedger;
  readonly clock: Clock;
  readonly performance: Calculation<PerformanceInput, PerformanceNumbers>;
}

const performanceMethod = 'Returns that know their flows (docs/methods/performance-returns.md)';

export function createLedgerViews(parts: LedgerViewParts): LedgerViews {
  const today = () => parts.clock.now().toISOString().slice(0, 10);

  async function open(actor: SignedInActor, portfolioId: string) {
    const { ownerId } = await parts.access.portfolio(actor, portfolioId, 'read');
    const record = await openLedger(parts.portfolios, ownerId, portfolioId);
    const entries = await parts.ledger.all(ownerId, portfolioId);
    return { record, entries };
  }

  const load = (record: PortfolioRecord, entries: readonly LedgerRecord[], others: readonly string[] = []) =>
    loadLedgerMarket(
      parts,
      record.ownerId,
      [
        ...new Set([
          ...entries.flatMap(({ content }) => assetFields(content).map(({ assetId }) => assetId)),
          ...others,
        ]),
      ],
      [...currenciesOf(entries), record.baseCurrency],
    );

  return {
    async holdings(actor, portfolioId, { date = today(), costBasis, account }) {
      const { record, entries } = await open(actor, portfolioId);
      const { baseCurrency, version: portfolioVersion } = record;
      const market = await load(record, entries);
      const input = { ...market, date, costBasis, account: account ?? null, baseCurrency };
      const view = await parts.askLedger(entries, { kind: 'holdings', input });
      return { portfolioId, portfolioVersion, date, baseCurrency, costBasis, ...view };
    },

    async realised(actor, portfolioId, { from = null, to = today(), costBasis }) {
      requireOrder(from, to);
      const { record, entries } = await open(actor, portfolioId);
      const { baseCurrency, version: portfolioVersion } = record;
      const market = await load(record, entries);
      const input = { ...market, from, to, costBasis, baseCurrency };
      const view = await parts.askLedger(entries, { kind: 'realised', input });
      return { portfolioId, portfolioVersion, baseCurrency, costBasis, from, to, ...view };
    },

    async performance(actor, portfolioId, { from = null, to = null }, signal) {
      requireOrder(from, to);
      const { record, entries } = await open(actor, portfolioId);
      if (entries.length === 0)
        throw new ProblemError(
          'data-insufficient',
          'The ledger has no transactions yet, so there is nothing to measure. Enter a deposit and a purchase first.',
        );
      const benchmark = await findBenchmark(
        { ...parts, portfolios: parts.portfolioService },
        actor,
        { record },
        undefined,
      );
      const items = benchmark?.shown.items ?? [];
      const { market, records } = await load(
        record,
        entries,
        items.map(({ assetId }) => assetId),
      );
      const { baseCurrency, version: portfolioVersion } = record;
      const calculated = await parts.performance(
        {
          entries: JSON.stringify(entries.map(({ id, sequence, content }) => ({ id, sequence, content }))),
          market,
          baseCurrency,
          from,
          to,
          today: today(),
          benchmark: benchmark === null ? null : items.map(({ assetId, weight }) => ({ assetId, weight })),
        },
        signal,
      );
      const { numbers } = calculated;
      const { benchmark: measured, gaps, ...rest } = numbers;
      return {
        portfolioId,
        portfolioVersion,
        baseCurrency,
        simulated: [...records.values()].some(({ source }) => source === 'simulated'),
        ...rest,
        benchmark:
          benchmark === null || measured === null
            ? null
            : { symbol: benchmark.shown.symbol, name: benchmark.shown.name, timeWeighted: measured },
        gaps: gaps.map((gap) => ({
          ...gap,
          symbol: gap.assetId === null ? null : (records.get(gap.assetId)?.symbol ?? null),
        })),
        birthCertificate: certify(calculated, {
          method: performanceMethod,
          currency: baseCurrency,
          parameters: {
            from: numbers.window.from,
            to: numbers.window.to,
            transactions: entries.length,
            benchmark: benchmark === null ? null : inOneLine(benchmark.shown),
            flowTiming: 'differentiated',
          },
        }),
      };
    },
  };
}

function currenciesOf(entries: readonly LedgerRecord[]): string[] {
  const found = entries.flatMap(({ content }) => [
    'currency' in content ? content.currency : null,
    'intoCurrency' in content ? content.intoCurrency : null,
  ]);
  return [...new Set(found.filter((currency) => currency !== null))];
}

function requireOrder(from: string | null, to: string | null): void {
  if (from === null || to === null || from <= to) return;
  throw new ProblemError('request-invalid', `The window ends on ${to}, before it begins on ${from}.`, {
    errors: [{ field: '/to', message: `expected a date from ${from}`, value: to }],
  });
}
