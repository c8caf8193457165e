/** The versions of a portfolio: what changed when, what it was then, and back to it. */
import {
  type AllocationInput,
  type PortfolioVersion,
  type PortfolioVersionContent,
  type PortfolioVersionList,
  type PortfolioVersionQuery,
  type TargetsInput,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { type ObjectAccess, portfolioNotFound } from '../access/object-access.ts';
import type { Transactions } from '../transactions/ports.ts';
import { benchmarkAssetIds, requireBenchmarkPortfolio } from './benchmark-rules.ts';
import { pageCursor } from './page-cursor.ts';
import {
  type ContentParts,
  contentOf,
  nameTaken,
  requireActive,
  requireChanged,
  requireVersion,
} from './portfolio-content.ts';
import { portfolioChanged } from './portfolio-events.ts';
import { presentVersion, whoChanged } from './portfolio-versions.ts';
import type { ExpectedVersion, KeptVersion, PortfolioRepository, PortfolioVersionRepository } from './ports.ts';

export interface PortfolioHistoryService {
  /** The newest first. */
  list(actor: SignedInActor, portfolioId: string, query: PortfolioVersionQuery): Promise<PortfolioVersionList>;
  get(actor: SignedInActor, portfolioId: string, version: number): Promise<PortfolioVersion>;
  /** Makes a new version with the content of an old one. */
  revert(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion, version: number): Promise<void>;
}

export interface PortfolioHistoryParts extends ContentParts {
  readonly access: ObjectAccess;
  readonly portfolios: PortfolioRepository;
  readonly versions: PortfolioVersionRepository;
  readonly transactions: Transactions;
}

const versionCursor = pageCursor(z.strictObject({ below: z.int().positive().max(2_147_483_647) }));

export function createPortfolioHistoryService(parts: PortfolioHistoryParts): PortfolioHistoryService {
  const { access, portfolios, versions, transactions } = parts;

  async function find(ownerId: string, portfolioId: string, version: number): Promise<KeptVersion> {
    const kept = await versions.find(ownerId, portfolioId, version);
    if (kept === null) throw versionNotFound(version);
    return kept;
  }

  return {
    async list(actor, portfolioId, { limit, cursor }) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      const before = versionCursor.read(cursor)?.below ?? null;
      const kept = await versions.list(ownerId, portfolioId, before, limit + 1);
      const page = kept.slice(0, limit);
      const items = page.map((one, index) => presentVersion(one, kept[index + 1]?.content ?? null, ownerId));
      const nextCursor = kept.length > limit ? versionCursor.write({ below: page.at(-1)!.version }) : null;
      return { items, nextCursor };
    },

    async get(actor, portfolioId, version) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      const { change, changedBy, createdAt, content } = await find(ownerId, portfolioId, version);
      return {
        portfolioId,
        version,
        change,
        changedBy: whoChanged(changedBy, ownerId),
        changedAt: createdAt.toISOString(),
        content,
      };
    },

    async revert(actor, portfolioId, expected, version) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      const { content } = await find(ownerId, portfolioId, version);
      await transactions.run(async (transaction) => {
        await requireBenchmarkPortfolio(
          portfolios,
          ownerId,
          { id: portfolioId, name: content.name },
          content.benchmark,
          transaction,
        );
        const before = await portfolios.lock(ownerId, portfolioId, transaction);
        if (before === null) throw portfolioNotFound(portfolioId);
        requireVersion(before, expected);
        requireActive(before);
        requireNoLedger(before.allocationKind, content);
        await requireAssetsThere(ownerId, content);
        const { name, baseCurrency, benchmark } = content;
        const allocation = allocationOf(content);
        const checked = await contentOf(parts, ownerId, { name, baseCurrency, benchmark, allocation });
        const old = { ...checked, targets: content.targets };
        const changed = await portfolios.update(ownerId, portfolioId, expected, old, transaction, 'reverted');
        if (changed.outcome === 'name-taken') throw nameTaken(name);
        requireChanged(changed, portfolioId);
        const after = (await portfolios.find(ownerId, portfolioId))!;
        transactions.record(portfolioChanged('portfolio.reverted', before, after));
      });
    },
  };

  /** An asset that was deleted since then is named as it was called. */
  async function requireAssetsThere(ownerId: string, content: PortfolioVersionContent): Promise<void> {
    const symbolOf = new Map(content.allocations.map(({ assetId, symbol }) => [assetId, symbol]));
    const ids = [...symbolOf.keys(), ...benchmarkAssetIds(content.benchmark), ...targetAssetIds(content.targets)];
    const there = new Set((await parts.assets.findMany(ownerId, [...new Set(ids)])).map(({ id }) => id));
    const gone = [...new Set(ids)].filter((id) => !there.has(id)).map((id) => symbolOf.get(id) ?? id);
    if (gone.length === 0) return;
    const detail = `That version needs ${gone.join(', ')}, which is deleted by now. Choose another version.`;
    throw new ProblemError('state-conflict', detail);
  }
}

function targetAssetIds(targets: TargetsInput | null): string[] {
  return targets?.kind === 'assets' ? targets.items.map(({ assetId }) => assetId) : [];
}

function requireNoLedger(presentKind: string, { allocationKind }: PortfolioVersionContent): void {
  if (presentKind !== 'ledger' && allocationKind !== 'ledger') return;
  throw new ProblemError(
    'state-conflict',
    'The holdings of this portfolio follow from its transactions, so it cannot go back to an old version. Change the transactions instead.',
  );
}

function allocationOf({ allocationKind, allocations }: PortfolioVersionContent): AllocationInput {
  return allocationKind === 'weights'
    ? { kind: 'weights', items: allocations.map(({ assetId, weight }) => ({ assetId, weight: weight! })) }
    : { kind: 'quantities', items: allocations.map(({ assetId, quantity }) => ({ assetId, quantity: quantity! })) };
}

function versionNotFound(version: number): ProblemError {
  return new ProblemError(
    'not-found',
    `The portfolio has no version ${version}. Its versions are listed at /api/v1/portfolios/{id}/versions.`,
  );
}
