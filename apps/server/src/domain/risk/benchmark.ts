/** What a portfolio is measured against: assets at weights that are restored at the end of every period. */
import type { Benchmark, PortfolioRisk } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { type ObjectAccess, portfolioNotFound } from '../access/object-access.ts';
import type { AssetRecord } from '../assets/asset.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { PortfolioRecord } from '../portfolios/portfolio.ts';
import type { OpenPortfolio, PortfolioService } from '../portfolios/portfolio-service.ts';
import { percent } from '../wording/numbers-in-words.ts';

type ShownBenchmark = NonNullable<PortfolioRisk['benchmark']>;

export interface FoundBenchmark {
  /** In the order of `shown.items`. */
  readonly assets: readonly AssetRecord[];
  readonly shown: ShownBenchmark;
}

export interface BenchmarkParts {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly portfolios: Pick<PortfolioService, 'open'>;
}

/**
 * @param asked an asset to measure against this once, or `none`; the portfolio's own benchmark when left out.
 * @returns null without one, and where it is a portfolio that the actor may not see.
 * @throws ProblemError `request-invalid` for an asset that is not there.
 */
export async function findBenchmark(
  parts: BenchmarkParts,
  actor: SignedInActor,
  { record }: Pick<OpenPortfolio, 'record'>,
  asked: string | undefined,
): Promise<FoundBenchmark | null> {
  const own = record.benchmark;
  if (asked === 'none' || (asked === undefined && own === null)) return null;
  if (asked !== undefined) return ofAsset(await askedAsset(parts, actor, record.ownerId, asked));
  return own!.kind === 'portfolio' ? ofPortfolio(parts, actor, own!.portfolioId) : ofOwn(parts, record, own!);
}

async function askedAsset(parts: BenchmarkParts, actor: SignedInActor, ownerId: string, id: string) {
  const readable = await parts.access.asset(actor, id, 'read').catch(missingIsNull);
  // Of a shared portfolio only what is shared with it: its owner's rates convert its owner's prices.
  const asset = readable?.ownerId === ownerId ? await parts.assets.find(ownerId, id) : null;
  if (asset !== null) return asset;
  throw new ProblemError('request-invalid', `There is no asset ${id} to be the benchmark.`, {
    errors: [{ field: '/benchmark', message: 'expected the id of an asset, or none', value: id }],
  });
}

async function ofOwn(
  { assets }: BenchmarkParts,
  { ownerId, id: portfolioId }: PortfolioRecord,
  own: Exclude<Benchmark, { kind: 'portfolio' }>,
): Promise<FoundBenchmark> {
  const items = own.kind === 'asset' ? [{ assetId: own.assetId, weight: 1 }] : own.items;
  const found = await assets.findMany(
    ownerId,
    items.map(({ assetId }) => assetId),
  );
  const byId = new Map(found.map((asset) => [asset.id, asset]));
  // A share that was taken back since then takes its assets with it.
  if (items.some(({ assetId }) => !byId.has(assetId))) throw portfolioNotFound(portfolioId);
  const inOrder = items.map(({ assetId }) => byId.get(assetId)!);
  if (own.kind === 'asset') return ofAsset(inOrder[0]!);
  const parts = items.map(({ weight }, place) => ({ ...itemOf(inOrder[place]!), weight }));
  const symbol = parts.map(({ symbol: name, weight }) => `${percent(weight)} ${name}`).join(' + ');
  return { assets: inOrder, shown: { kind: 'mix', symbol, name: 'Mix, rebalanced every period', items: parts } };
}

function ofAsset(asset: AssetRecord): FoundBenchmark {
  const { symbol, name } = asset;
  return { assets: [asset], shown: { kind: 'asset', symbol, name, items: [{ ...itemOf(asset), weight: 1 }] } };
}

/** At its present weights. What it is itself measured against does not matter. */
async function ofPortfolio(
  { portfolios }: BenchmarkParts,
  actor: SignedInActor,
  portfolioId: string,
): Promise<FoundBenchmark | null> {
  const open = await portfolios.open(actor, portfolioId).catch(missingIsNull);
  if (open === null) return null;
  const { record, positions, valuation } = open;
  const items = positions.map(({ asset }, place) => ({
    ...itemOf(asset),
    weight: valuation.positions[place]!.weight,
  }));
  const shown = { kind: 'portfolio' as const, symbol: record.name, name: record.name, items };
  return { assets: positions.map(({ asset }) => asset), shown };
}

function itemOf({ id, symbol }: AssetRecord) {
  return { assetId: id, symbol };
}

/** For the birth certificate: everything that the numbers follow from. */
export function inOneLine({ kind, items }: ShownBenchmark): string {
  return `${kind}: ${items.map(({ assetId, weight }) => `${weight} ${assetId}`).join(' + ')}`;
}

function missingIsNull(error: unknown): null {
  if (error instanceof ProblemError && error.code === 'not-found') return null;
  throw error;
}
