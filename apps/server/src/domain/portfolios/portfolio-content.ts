/** From what somebody asks for to what is stored, with everything checked that a portfolio needs to be opened later. */
import type { AllocationInput, PortfolioInput } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import { portfolioNotFound } from '../access/object-access.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { MarketDataParts } from '../market-data/market-data.ts';
import { requireAllocation } from './allocation-rules.ts';
import { benchmarkAssetIds, requireBenchmarkAssets } from './benchmark-rules.ts';
import { type Allocation, type PortfolioContent, type PortfolioRecord, type Position, stateOf } from './portfolio.ts';
import { valuePortfolio } from './portfolio-valuation.ts';
import type { ChangeOutcome, ExpectedVersion } from './ports.ts';

export interface ContentParts extends MarketDataParts {
  readonly assets: AssetRepository;
}

export async function positionsOf(
  { assets }: ContentParts,
  ownerId: string,
  allocations: readonly Allocation[],
): Promise<Position[]> {
  const found = await assets.findMany(
    ownerId,
    allocations.map(({ assetId }) => assetId),
  );
  const byId = new Map(found.map((asset) => [asset.id, asset]));
  return allocations.map((allocation) => ({ ...allocation, asset: byId.get(allocation.assetId)! }));
}

/**
 * Whether a benchmark that is a portfolio is there is asked within the transaction (benchmark-rules.ts).
 *
 * @throws ProblemError `request-invalid`, or what keeps the portfolio from being valued.
 */
export async function contentOf(
  parts: ContentParts,
  ownerId: string,
  input: PortfolioInput,
): Promise<PortfolioContent> {
  const ids = input.allocation.kind === 'ledger' ? [] : input.allocation.items.map(({ assetId }) => assetId);
  const wanted = [...new Set([...ids, ...benchmarkAssetIds(input.benchmark)])];
  const known = new Set((await parts.assets.findMany(ownerId, wanted)).map(({ id }) => id));
  requireAllocation(input.allocation, known);
  requireBenchmarkAssets(input.benchmark, known);
  const content: PortfolioContent = {
    name: input.name,
    baseCurrency: input.baseCurrency,
    benchmark: input.benchmark,
    allocationKind: input.allocation.kind,
    allocations: allocationsOf(input.allocation),
  };
  await valuePortfolio(parts, ownerId, content, await positionsOf(parts, ownerId, content.allocations));
  return content;
}

function allocationsOf(allocation: AllocationInput): Allocation[] {
  // Those of a ledger are written with its transactions.
  if (allocation.kind === 'ledger') return [];
  return allocation.kind === 'weights'
    ? allocation.items.map(({ assetId, weight }) => ({ assetId, weight, quantity: null }))
    : allocation.items.map(({ assetId, quantity }) => ({ assetId, weight: null, quantity }));
}

/**
 * The content with the quantities that a ledger has come to; any other content as it is.
 *
 * @throws ProblemError `state-conflict` when the portfolio would get a ledger, or lose it.
 */
export function withLedger(before: PortfolioContent, content: PortfolioContent): PortfolioContent {
  const kinds = [before.allocationKind, content.allocationKind];
  if (!kinds.includes('ledger')) return content;
  if (kinds[0] === kinds[1]) return { ...content, allocations: before.allocations };
  const detail =
    before.allocationKind === 'ledger'
      ? 'The holdings of this portfolio follow from its transactions, so weights and quantities cannot be given. Send the allocation kind "ledger", and change the transactions instead.'
      : 'This portfolio has no ledger, and cannot get one: its holdings came from nowhere. Make a portfolio of the allocation kind "ledger", and enter how they came about.';
  throw new ProblemError('state-conflict', detail);
}

/** @throws ProblemError `state-conflict` for what was put aside. */
export function requireActive(portfolio: PortfolioRecord): void {
  if (stateOf(portfolio) === 'active') return;
  throw new ProblemError(
    'state-conflict',
    'The portfolio is archived, so it is not changed. Restore it first: POST /api/v1/portfolios/{id}/restore.',
  );
}

/** @throws ProblemError `version-conflict` for another version than was expected. */
export function requireVersion({ version, id }: PortfolioRecord, expected: ExpectedVersion): void {
  if (expected !== 'any' && !expected.includes(version)) requireChanged({ outcome: 'conflict', version }, id);
}

/** @throws ProblemError `not-found` or `version-conflict` for a change that was not made. */
export function requireChanged(changed: ChangeOutcome, portfolioId: string): void {
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
