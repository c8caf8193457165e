/** Portfolios: read, made, changed and deleted by those who may, never on top of a change that was not seen. */
import {
  identifier,
  type Portfolio,
  type PortfolioInput,
  type PortfolioList,
  type PortfolioListQuery,
  type PortfolioState,
  type PortfolioSummary,
  portfolioState,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { levelOf, type ObjectAccess, portfolioNotFound } from '../access/object-access.ts';
import type { AccessLevel } from '../access/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { requireBenchmarkPortfolio } from './benchmark-rules.ts';
import { requireOnlyAllocation } from './edit-by-share.ts';
import { pageCursor } from './page-cursor.ts';
import { type PortfolioRecord, type Position, stateOf } from './portfolio.ts';
import {
  type ContentParts,
  contentOf,
  nameTaken,
  positionsOf,
  requireActive,
  requireChanged,
  withLedger,
} from './portfolio-content.ts';
import { portfolioCreated, portfolioUpdated } from './portfolio-events.ts';
import { type PortfolioValuation, type Unvalued, valueIfPossible, valuePortfolio } from './portfolio-valuation.ts';
import type { ExpectedVersion, PortfolioRepository } from './ports.ts';

export interface PortfolioService {
  /** One's own, then those that are shared with the actor; page by page. */
  list(actor: SignedInActor, query: PortfolioListQuery): Promise<PortfolioList>;
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
}

export interface OpenPortfolio {
  readonly access: AccessLevel;
  readonly record: PortfolioRecord;
  readonly positions: readonly Position[];
  readonly valuation: PortfolioValuation;
}

export interface PortfolioServiceParts extends ContentParts {
  readonly access: ObjectAccess;
  readonly clock: Clock;
  readonly portfolios: PortfolioRepository;
  readonly transactions: Transactions;
  readonly createId: () => string;
}

export function createPortfolioService(parts: PortfolioServiceParts): PortfolioService {
  const { access, portfolios, transactions, clock, createId } = parts;

  async function find(actor: SignedInActor, portfolioId: string) {
    const { ownerId, level } = await access.portfolio(actor, portfolioId, 'read');
    const record = await portfolios.find(ownerId, portfolioId);
    if (record === null) throw portfolioNotFound(portfolioId);
    const positions = await positionsOf(parts, ownerId, record.allocations);
    // A share that was taken back since then takes its assets with it.
    if (positions.some(({ asset }) => asset === undefined)) throw portfolioNotFound(portfolioId);
    return { access: level, record, positions };
  }

  async function open(actor: SignedInActor, portfolioId: string): Promise<OpenPortfolio> {
    const found = await find(actor, portfolioId);
    return { ...found, valuation: await valuePortfolio(parts, found.record.ownerId, found.record, found.positions) };
  }

  async function get(actor: SignedInActor, portfolioId: string): Promise<Portfolio> {
    const found = await find(actor, portfolioId);
    const valued = await valueIfPossible(parts, found.record.ownerId, found.record, found.positions);
    return presentPortfolio({ ...found, ...valued });
  }

  /** Quantities that have no value are refused before they are stored; a ledger says what happened, known value or not. */
  async function requireValue(ownerId: string, stored: PortfolioRecord): Promise<void> {
    if (stored.allocationKind !== 'quantities') return;
    await valuePortfolio(parts, ownerId, stored, await positionsOf(parts, ownerId, stored.allocations));
  }

  return {
    async list(actor, { state, limit, cursor }) {
      const after = listCursor.read(cursor, (place) => place.state === state);
      const found = await portfolios.list(actor.userId, { state, limit, after }, clock.now());
      const items = found.slice(0, limit).map((item) => ({ ...item, access: levelOf(actor, item.access) }));
      const last = found.length > limit ? items.at(-1)! : null;
      return { items, nextCursor: last === null ? null : listCursor.write(placeOf(last, state)) };
    },
    get,
    open,
    async create(actor, input) {
      const ownerId = actor.userId;
      const content = await contentOf(parts, ownerId, input);
      const id = createId();
      await transactions.run(async (transaction) => {
        await requireBenchmarkPortfolio(portfolios, ownerId, { id, name: input.name }, input.benchmark, transaction);
        const outcome = await portfolios.insert(ownerId, id, content, transaction);
        if (outcome === 'name-taken') throw nameTaken(input.name);
        const stored = (await portfolios.find(ownerId, id))!;
        await requireValue(ownerId, stored);
        transactions.record(portfolioCreated(stored));
      });
      return get(actor, id);
    },
    async update(actor, portfolioId, expected, input) {
      const { ownerId, level } = await access.portfolio(actor, portfolioId, 'edit');
      const given = await contentOf(parts, ownerId, input);
      await transactions.run(async (transaction) => {
        const measured = { id: portfolioId, name: input.name };
        if (level === 'owner')
          await requireBenchmarkPortfolio(portfolios, ownerId, measured, input.benchmark, transaction);
        const before = await portfolios.lock(ownerId, portfolioId, transaction);
        if (before === null) throw portfolioNotFound(portfolioId);
        requireActive(before);
        const content = withLedger(before, given);
        if (level !== 'owner') requireOnlyAllocation(before, content);
        const changed = await portfolios.update(ownerId, portfolioId, expected, content, transaction);
        if (changed.outcome === 'name-taken') throw nameTaken(input.name);
        requireChanged(changed, portfolioId);
        const after = (await portfolios.find(ownerId, portfolioId))!;
        await requireValue(ownerId, after);
        transactions.record(portfolioUpdated(before, after));
      });
      return get(actor, portfolioId);
    },
  };
}

const listCursor = pageCursor(
  z.strictObject({ state: portfolioState, isShared: z.boolean(), name: z.string().max(200), id: identifier }),
);

function placeOf({ access, name, id }: PortfolioSummary, state: PortfolioState) {
  return { state, isShared: access !== 'owner', name, id };
}

interface ShownPortfolio extends Omit<OpenPortfolio, 'valuation'> {
  /** Null when it is `unvalued`. */
  readonly valuation: PortfolioValuation | null;
  readonly unvalued?: Unvalued | null;
}

/** The portfolio as the API shows it. */
export function presentPortfolio({ access, record, positions, valuation, unvalued = null }: ShownPortfolio): Portfolio {
  return {
    id: record.id,
    name: record.name,
    baseCurrency: record.baseCurrency,
    benchmark: record.benchmark,
    allocationKind: record.allocationKind,
    state: stateOf(record),
    access,
    ownerName: record.ownerName,
    version: record.version,
    simulated: isSimulated(positions),
    valueDate: valuation?.valueDate ?? null,
    totalValue: valuation?.totalValue ?? null,
    unvalued,
    holdings: positions.map(({ asset, quantity }, index) => ({
      assetId: asset.id,
      symbol: asset.symbol,
      name: asset.name,
      assetClass: asset.assetClass,
      sector: asset.sector,
      country: asset.country,
      labels: { ...asset.labels },
      currency: asset.currency,
      weight: valuation?.positions[index]!.weight ?? null,
      quantity,
      price: valuation === null ? asset.prices.lastClose : valuation.positions[index]!.price,
      priceDate: valuation?.valueDate ?? asset.prices.lastDate,
      value: valuation?.positions[index]!.value ?? null,
    })),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

export function isSimulated(positions: readonly Position[]): boolean {
  return positions.some(({ asset }) => asset.source === 'simulated');
}
