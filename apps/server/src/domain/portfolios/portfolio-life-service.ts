/** Archiving, deleting and bringing back, one by one or many at once; and what is gone for good after a while. */
import type { BulkPortfolioResult, BulkPortfoliosRequest, BulkPortfoliosResponse } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { type ObjectAccess, portfolioNotFound } from '../access/object-access.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import { requireNobodyMeasured } from './benchmark-rules.ts';
import { restorableUntil } from './deletion-period.ts';
import { type PortfolioRecord, stateOf } from './portfolio.ts';
import { requireVersion } from './portfolio-content.ts';
import { portfolioChanged, portfolioDeleted, portfolioPurged } from './portfolio-events.ts';
import type { ExpectedVersion, PortfolioRepository } from './ports.ts';

export interface PortfolioLifeService {
  /** @returns the version that it has now; so do the others. */
  archive(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion): Promise<number>;
  /** Back from deletion as it was then; back from the archive otherwise. */
  restore(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion): Promise<number>;
  delete(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion): Promise<number>;
  /** An item that is refused leaves the others done; all that is done is stored together. */
  bulk(actor: SignedInActor, request: BulkPortfoliosRequest): Promise<BulkPortfoliosResponse>;
  /** Takes one deleted portfolio away for good, before its time. */
  purge(ownerId: string, portfolioId: string, transaction: Transaction): Promise<void>;
  /** Takes away for good what was deleted long enough ago. @returns how many. */
  purgeDeleted(): Promise<number>;
}

export interface PortfolioLifeParts {
  readonly access: ObjectAccess;
  readonly clock: Clock;
  readonly portfolios: PortfolioRepository;
  readonly transactions: Transactions;
}

/** Asked for in one go. */
const purgedAtOnceMax = 500;

export function createPortfolioLifeService(parts: PortfolioLifeParts): PortfolioLifeService {
  const { access, portfolios, transactions, clock } = parts;

  /** Locks what was asked for, in the version that was expected. */
  async function take(
    ownerId: string,
    portfolioId: string,
    expected: ExpectedVersion,
    transaction: Transaction,
  ): Promise<PortfolioRecord> {
    // Deleting and bringing back change who can be measured against whom: always this lock first.
    await portfolios.lockBenchmarks(ownerId, transaction);
    const before = await portfolios.lock(ownerId, portfolioId, transaction, 'any');
    if (before === null || isGone(before, clock.now())) throw portfolioNotFound(portfolioId);
    requireVersion(before, expected);
    return before;
  }

  const life = {
    async archive(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      return transactions.run(async (transaction) => {
        const before = await take(ownerId, portfolioId, expected, transaction);
        if (before.deletedAt !== null) throw portfolioNotFound(portfolioId);
        if (before.archivedAt !== null) throw alreadyIn('archived already');
        await portfolios.setState(ownerId, portfolioId, { archivedAt: clock.now() }, 'archived', transaction);
        return changed('portfolio.archived', before);
      });
    },

    async restore(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion) {
      const { ownerId } = await access.restorablePortfolio(actor, portfolioId);
      return transactions.run(async (transaction) => {
        const before = await take(ownerId, portfolioId, expected, transaction);
        if (stateOf(before) === 'active') throw alreadyIn('neither archived nor deleted');
        if (before.deletedAt !== null) await requireBenchmarkThere(before, transaction);
        const state = before.deletedAt === null ? { archivedAt: null } : { deletedAt: null };
        const outcome = await portfolios.setState(ownerId, portfolioId, state, 'restored', transaction);
        if (outcome === 'name-taken') throw nameTakenMeanwhile(before.name);
        return changed('portfolio.restored', before);
      });
    },

    async delete(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      return transactions.run(async (transaction) => {
        const before = await take(ownerId, portfolioId, expected, transaction);
        if (before.deletedAt !== null) throw portfolioNotFound(portfolioId);
        await requireNobodyMeasured(portfolios, ownerId, portfolioId, transaction);
        await portfolios.setState(ownerId, portfolioId, { deletedAt: clock.now() }, 'deleted', transaction);
        transactions.record(portfolioDeleted(before));
        return before.version + 1;
      });
    },
  };

  async function changed(action: 'portfolio.archived' | 'portfolio.restored', before: PortfolioRecord) {
    const after = (await portfolios.find(before.ownerId, before.id))!;
    transactions.record(portfolioChanged(action, before, after));
    return after.version;
  }

  async function requireBenchmarkThere({ ownerId, benchmark }: PortfolioRecord, transaction: Transaction) {
    if (benchmark?.kind !== 'portfolio') return;
    const [first] = await portfolios.benchmarkChain(ownerId, benchmark.portfolioId, transaction);
    if (first?.isDeleted !== true) return;
    const detail = `It is measured against the portfolio "${first.name}", which is deleted too. Restore that one first.`;
    throw new ProblemError('state-conflict', detail);
  }

  return {
    ...life,

    async bulk(actor, { action, items }) {
      const results = new Map<number, BulkPortfolioResult>();
      // In one order for everybody, so that two such requests wait for each other instead of for ever.
      const places = items.map((_, place) => place).toSorted((one, other) => order(items[one]!, items[other]!));
      await transactions.run(async () => {
        for (const place of places) {
          const { portfolioId, version } = items[place]!;
          results.set(place, await attempt(portfolioId, () => life[action](actor, portfolioId, [version])));
        }
      });
      const inOrder = items.map((_, place) => results.get(place)!);
      const doneCount = inOrder.filter(({ outcome }) => outcome === 'done').length;
      return { doneCount, refusedCount: items.length - doneCount, results: inOrder };
    },

    async purge(ownerId, portfolioId, transaction) {
      const before = await portfolios.lock(ownerId, portfolioId, transaction, 'any');
      if (before === null || before.deletedAt === null) throw portfolioNotFound(portfolioId);
      await portfolios.purge(ownerId, portfolioId, transaction);
      transactions.record(portfolioPurged(before));
    },

    async purgeDeleted() {
      let count = 0;
      for (;;) {
        const purged = await purgeSome();
        count += purged;
        // With one that was measured against another, that other one can go.
        if (purged === 0) return count;
      }
    },
  };

  async function purgeSome(): Promise<number> {
    const gone = await portfolios.deletedBefore(restorableUntil.startFor(clock.now()), purgedAtOnceMax);
    let count = 0;
    for (const { ownerId, portfolioId } of gone) {
      await transactions.run(async (transaction) => {
        const before = await portfolios.lock(ownerId, portfolioId, transaction, 'any');
        if (before === null || !isGone(before, clock.now())) return;
        await portfolios.purge(ownerId, portfolioId, transaction);
        transactions.record(portfolioPurged(before));
        count += 1;
      });
    }
    return count;
  }

  async function attempt(portfolioId: string, change: () => Promise<number>): Promise<BulkPortfolioResult> {
    try {
      return { portfolioId, outcome: 'done', version: await transactions.attempt(change) };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { portfolioId, outcome: 'refused', code: error.code, detail: error.detail };
    }
  }
}

function order(one: { readonly portfolioId: string }, other: { readonly portfolioId: string }): number {
  if (one.portfolioId === other.portfolioId) return 0;
  return one.portfolioId < other.portfolioId ? -1 : 1;
}

function isGone({ deletedAt }: PortfolioRecord, now: Date): boolean {
  return deletedAt !== null && restorableUntil.of(deletedAt) <= now;
}

function alreadyIn(state: string): ProblemError {
  return new ProblemError('state-conflict', `The portfolio is ${state}; nothing was changed.`);
}

function nameTakenMeanwhile(name: string): ProblemError {
  return new ProblemError(
    'already-exists',
    `Another portfolio is named "${name}" by now. Rename that one, then restore this one.`,
    {
      errors: [
        {
          field: '/name',
          message: 'expected a name that no other portfolio has',
          value: name,
          remedy: 'Rename the other portfolio, then restore this one.',
        },
      ],
    },
  );
}
