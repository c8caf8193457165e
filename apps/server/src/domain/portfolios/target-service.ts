/** Targets of a portfolio with their drift, and its holdings by group. */
import type { HoldingGroups, PortfolioTargets, TargetsInput } from '@riskoptimizer/contracts';
import type { SignedInActor } from '../../core/request-context.ts';
import { type ObjectAccess, portfolioNotFound } from '../access/object-access.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { type GroupedHolding, groupHoldings } from './group-holdings.ts';
import { requireActive, requireVersion } from './portfolio-content.ts';
import { portfolioChanged } from './portfolio-events.ts';
import type { OpenPortfolio, PortfolioService } from './portfolio-service.ts';
import type { ExpectedVersion, PortfolioRepository } from './ports.ts';
import { targetDrifts } from './target-drift.ts';
import { requireTargets } from './target-rules.ts';

export interface TargetService {
  get(actor: SignedInActor, portfolioId: string): Promise<PortfolioTargets>;
  /** No items take the targets away. */
  put(
    actor: SignedInActor,
    portfolioId: string,
    expected: ExpectedVersion,
    targets: TargetsInput,
  ): Promise<PortfolioTargets>;
  groups(actor: SignedInActor, portfolioId: string, by: string): Promise<HoldingGroups>;
}

export interface TargetServiceParts {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly portfolios: PortfolioRepository;
  readonly opened: Pick<PortfolioService, 'open'>;
  readonly transactions: Transactions;
}

export function createTargetService(parts: TargetServiceParts): TargetService {
  const { access, assets, portfolios, opened, transactions } = parts;

  async function get(actor: SignedInActor, portfolioId: string): Promise<PortfolioTargets> {
    const open = await opened.open(actor, portfolioId);
    const { record, valuation } = open;
    const about = { portfolioId, version: record.version, valueDate: valuation.valueDate };
    const targets = record.targets ?? { kind: 'assets', items: [] };
    const symbols = await symbolsOf(record.ownerId, targets);
    const drifts = targetDrifts(targets, holdingsOf(open), symbols);
    return { ...about, by: record.targets === null ? null : byOf(targets), ...drifts };
  }

  /** Whoever reads by a share sees the names of what is held, not of what is only aimed at. */
  async function symbolsOf(ownerId: string, targets: TargetsInput): Promise<Map<string, string>> {
    if (targets.kind === 'groups') return new Map();
    const found = await assets.findMany(
      ownerId,
      targets.items.map(({ assetId }) => assetId),
    );
    return new Map(found.map(({ id, symbol }) => [id, symbol]));
  }

  return {
    get,
    async put(actor, portfolioId, expected, targets) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      requireTargets(targets, new Set((await symbolsOf(ownerId, targets)).keys()));
      await transactions.run(async (transaction) => {
        const before = await portfolios.lock(ownerId, portfolioId, transaction);
        if (before === null) throw portfolioNotFound(portfolioId);
        requireVersion(before, expected);
        requireActive(before);
        const stored = targets.items.length === 0 ? null : targets;
        await portfolios.replaceTargets(ownerId, portfolioId, stored, transaction);
        const after = (await portfolios.find(ownerId, portfolioId))!;
        transactions.record(portfolioChanged('portfolio.targets-changed', before, after));
      });
      return get(actor, portfolioId);
    },
    async groups(actor, portfolioId, by) {
      const open = await opened.open(actor, portfolioId);
      const { record, valuation } = open;
      return {
        portfolioId,
        version: record.version,
        by,
        baseCurrency: record.baseCurrency,
        valueDate: valuation.valueDate,
        totalValue: valuation.totalValue,
        groups: groupHoldings(holdingsOf(open), by),
      };
    },
  };
}

function byOf(targets: TargetsInput): string {
  return targets.kind === 'assets' ? 'asset' : targets.by;
}

function holdingsOf({ positions, valuation }: OpenPortfolio): GroupedHolding[] {
  return positions.map(({ asset }, index) => ({
    assetId: asset.id,
    assetClass: asset.assetClass,
    sector: asset.sector,
    country: asset.country,
    currency: asset.currency,
    labels: asset.labels,
    weight: valuation.positions[index]!.weight,
    value: valuation.positions[index]!.value,
  }));
}
