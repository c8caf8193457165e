/** Portfolios: read, made, changed and deleted by those who may, never on top of a change that was not seen. */
import type { AllocationInput, Portfolio, PortfolioInput, PortfolioSummary } from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { levelOf, type ObjectAccess, portfolioNotFound } from '../access/object-access.ts';
import type { AccessLevel } from '../access/ports.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { MarketDataParts } from '../market-data/market-data.ts';
import type { Transactions } from '../transactions/ports.ts';
import { requireAllocation } from './allocation-rules.ts';
import { requireOnlyAllocation } from './edit-by-share.ts';
import type { Allocation, PortfolioContent, PortfolioRecord, Position } from './portfolio.ts';
import { portfolioCreated, portfolioDeleted, portfolioUpdated } from './portfolio-events.ts';
import { type PortfolioValuation, valuePortfolio } from './portfolio-valuation.ts';
import type { ChangeOutcome, ExpectedVersion, PortfolioRepository } from './ports.ts';

export interface PortfolioService {
  /** One's own, then those that are shared with the actor. */
  list(actor: SignedInActor): Promise<{ items: PortfolioSummary[] }>;
  get(actor: SignedInActor, portfolioId: string): Promise<Portfolio>;
  /** The portfolio with its positions and their value, for calculations. */
  open(actor: SignedInActor, portfolioId: string): Promise<OpenPortfolio>;
  create(actor: SignedInActor, input: PortfolioInput): Promise<Portfolio>;
  /** Whoever edits by a share changes the allocation of what is held, and nothing else. */
  update(
    actor: SignedInActor,
    portfolioId: string,
    expected: ExpectedVersion,
    input: PortfolioInput,
  ): Promise<Portfolio>;
  delete(actor: SignedInActor, portfolioId: string, expected: ExpectedVersion): Promise<void>;
}

export interface OpenPortfolio {
  readonly access: AccessLevel;
  readonly record: PortfolioRecord;
  readonly positions: readonly Position[];
  readonly valuation: PortfolioValuation;
}

export interface PortfolioServiceParts extends MarketDataParts {
  readonly access: ObjectAccess;
  readonly clock: Clock;
  readonly portfolios: PortfolioRepository;
  readonly assets: AssetRepository;
  readonly transactions: Transactions;
  readonly createId: () => string;
}

export function createPortfolioService(parts: PortfolioServiceParts): PortfolioService {
  const { access, portfolios, assets, transactions, clock, createId } = parts;

  async function open(actor: SignedInActor, portfolioId: string): Promise<OpenPortfolio> {
    const { ownerId, level } = await access.portfolio(actor, portfolioId, 'read');
    const record = await portfolios.find(ownerId, portfolioId);
    if (record === null) throw portfolioNotFound(portfolioId);
    const positions = await positionsOf(ownerId, record.allocations);
    // A share that was taken back since then takes its assets with it.
    if (positions.some(({ asset }) => asset === undefined)) throw portfolioNotFound(portfolioId);
    return { access: level, record, positions, valuation: await valuePortfolio(parts, ownerId, record, positions) };
  }

  async function get(actor: SignedInActor, portfolioId: string): Promise<Portfolio> {
    return presentPortfolio(await open(actor, portfolioId));
  }

  async function positionsOf(ownerId: string, allocations: readonly Allocation[]): Promise<Position[]> {
    const found = await assets.findMany(
      ownerId,
      allocations.map(({ assetId }) => assetId),
    );
    const byId = new Map(found.map((asset) => [asset.id, asset]));
    return allocations.map((allocation) => ({ ...allocation, asset: byId.get(allocation.assetId)! }));
  }

  /** Checks everything that a portfolio needs to be opened later, its value included. */
  async function contentOf(ownerId: string, input: PortfolioInput): Promise<PortfolioContent> {
    const ids = input.allocation.items.map(({ assetId }) => assetId);
    const benchmark = input.benchmarkAssetId === null ? [] : [input.benchmarkAssetId];
    const known = new Set((await assets.findMany(ownerId, [...new Set([...ids, ...benchmark])])).map(({ id }) => id));
    requireAllocation(input.allocation, known);
    if (benchmark.some((id) => !known.has(id))) throw unknownBenchmark(benchmark[0]!);
    const content: PortfolioContent = {
      name: input.name,
      baseCurrency: input.baseCurrency,
      benchmarkAssetId: input.benchmarkAssetId,
      allocationKind: input.allocation.kind,
      allocations: allocationsOf(input.allocation),
    };
    await valuePortfolio(parts, ownerId, content, await positionsOf(ownerId, content.allocations));
    return content;
  }

  return {
    async list(actor) {
      const items = await portfolios.list(actor.userId, clock.now());
      return { items: items.map((item) => ({ ...item, access: levelOf(actor, item.access) })) };
    },
    get,
    open,
    async create(actor, input) {
      const ownerId = actor.userId;
      const content = await contentOf(ownerId, input);
      const id = createId();
      await transactions.run(async (transaction) => {
        const outcome = await portfolios.insert(ownerId, id, content, transaction);
        if (outcome === 'name-taken') throw nameTaken(input.name);
        transactions.record(portfolioCreated((await portfolios.find(ownerId, id))!));
      });
      return get(actor, id);
    },
    async update(actor, portfolioId, expected, input) {
      const { ownerId, level } = await access.portfolio(actor, portfolioId, 'edit');
      const content = await contentOf(ownerId, input);
      await transactions.run(async (transaction) => {
        const before = await portfolios.lock(ownerId, portfolioId, transaction);
        if (before === null) throw portfolioNotFound(portfolioId);
        if (level !== 'owner') requireOnlyAllocation(before, content);
        const changed = await portfolios.update(ownerId, portfolioId, expected, content, transaction);
        if (changed.outcome === 'name-taken') throw nameTaken(input.name);
        requireChanged(changed, portfolioId);
        transactions.record(portfolioUpdated(before, (await portfolios.find(ownerId, portfolioId))!));
      });
      return get(actor, portfolioId);
    },
    async delete(actor, portfolioId, expected) {
      const { ownerId } = await access.portfolio(actor, portfolioId, 'owner');
      await transactions.run(async (transaction) => {
        const before = await portfolios.lock(ownerId, portfolioId, transaction);
        if (before === null) throw portfolioNotFound(portfolioId);
        requireChanged(await portfolios.delete(ownerId, portfolioId, expected), portfolioId);
        transactions.record(portfolioDeleted(before));
      });
    },
  };
}

function allocationsOf(allocation: AllocationInput): Allocation[] {
  return allocation.kind === 'weights'
    ? allocation.items.map(({ assetId, weight }) => ({ assetId, weight, quantity: null }))
    : allocation.items.map(({ assetId, quantity }) => ({ assetId, weight: null, quantity }));
}

function requireChanged(changed: ChangeOutcome, portfolioId: string): void {
  if (changed.outcome === 'missing') throw portfolioNotFound(portfolioId);
  if (changed.outcome === 'conflict') {
    throw new ProblemError(
      'version-conflict',
      `The portfolio is at version ${changed.version} by now, so nothing was changed. Read it again and repeat the change on that version.`,
    );
  }
}

/** The owner has a portfolio of that name already. */
export function nameTaken(name: string): ProblemError {
  return new ProblemError(
    'already-exists',
    `A portfolio named "${name}" exists already. Choose another name, or change that one.`,
    {
      errors: [{ field: '/name', message: 'expected a name that no other portfolio has', value: name }],
    },
  );
}

function unknownBenchmark(assetId: string): ProblemError {
  return new ProblemError('request-invalid', `There is no asset ${assetId} to be the benchmark.`, {
    errors: [{ field: '/benchmarkAssetId', message: `there is no asset ${assetId}`, value: assetId }],
  });
}

/** The portfolio as the API shows it. */
export function presentPortfolio({ access, record, positions, valuation }: OpenPortfolio): Portfolio {
  return {
    id: record.id,
    name: record.name,
    baseCurrency: record.baseCurrency,
    benchmarkAssetId: record.benchmarkAssetId,
    allocationKind: record.allocationKind,
    access,
    ownerName: record.ownerName,
    version: record.version,
    simulated: isSimulated(positions),
    valueDate: valuation.valueDate,
    totalValue: valuation.totalValue,
    holdings: positions.map(({ asset, quantity }, index) => ({
      assetId: asset.id,
      symbol: asset.symbol,
      name: asset.name,
      assetClass: asset.assetClass,
      sector: asset.sector,
      currency: asset.currency,
      weight: valuation.positions[index]!.weight,
      quantity,
      price: valuation.positions[index]!.price,
      priceDate: valuation.valueDate ?? asset.prices.lastDate,
      value: valuation.positions[index]!.value,
    })),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

export function isSimulated(positions: readonly Position[]): boolean {
  return positions.some(({ asset }) => asset.source === 'simulated');
}
