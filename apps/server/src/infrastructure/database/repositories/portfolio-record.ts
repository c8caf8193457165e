/** A portfolio as its tables have it, read whole; and the version that is kept of it. */
import type { Benchmark, PortfolioVersionKind, TargetsInput } from '@riskoptimizer/contracts';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { PortfolioRecord } from '../../../domain/portfolios/portfolio.ts';
import { versionContent } from '../../../domain/portfolios/portfolio-versions.ts';
import {
  allocations,
  assets,
  portfolioBenchmarkAssets,
  portfolios,
  portfolioTargets,
  portfolioVersions,
  users,
} from '../schema/index.ts';
import type { Executor } from '../transactions.ts';

/** `living` leaves out what was deleted. */
export type Which = 'living' | 'any';

export function isOne(ownerId: string, portfolioId: string, which: Which = 'living') {
  return and(
    eq(portfolios.ownerId, ownerId),
    eq(portfolios.id, portfolioId),
    which === 'any' ? undefined : isNull(portfolios.deletedAt),
  );
}

export async function readPortfolio(
  executor: Executor,
  ownerId: string,
  portfolioId: string,
  which: Which = 'living',
): Promise<PortfolioRecord | null> {
  const [found] = await executor
    .select()
    .from(portfolios)
    .innerJoin(users, eq(users.id, portfolios.ownerId))
    .where(isOne(ownerId, portfolioId, which));
  if (found === undefined) return null;
  const { benchmarkKind, benchmarkPortfolioId, targetsBy, ...columns } = found.portfolios;
  const held = await executor
    .select()
    .from(allocations)
    .where(and(eq(allocations.ownerId, ownerId), eq(allocations.portfolioId, portfolioId)))
    .orderBy(asc(allocations.position));
  return {
    ...columns,
    benchmark:
      benchmarkKind === 'portfolio'
        ? { kind: 'portfolio', portfolioId: benchmarkPortfolioId! }
        : await readBenchmarkAssets(executor, portfolioId, benchmarkKind),
    targets: targetsBy === null ? null : await readTargets(executor, portfolioId, targetsBy),
    ownerName: found.users.displayName,
    allocations: held.map(({ assetId, weight, quantity }) => ({ assetId, weight, quantity })),
  };
}

async function readBenchmarkAssets(
  executor: Executor,
  portfolioId: string,
  kind: 'asset' | 'mix' | null,
): Promise<Benchmark | null> {
  if (kind === null) return null;
  const rows = await executor
    .select()
    .from(portfolioBenchmarkAssets)
    .where(eq(portfolioBenchmarkAssets.portfolioId, portfolioId))
    .orderBy(asc(portfolioBenchmarkAssets.position));
  if (kind === 'asset') return { kind, assetId: rows[0]!.assetId };
  return { kind, items: rows.map(({ assetId, weight }) => ({ assetId, weight })) };
}

async function readTargets(executor: Executor, portfolioId: string, by: string): Promise<TargetsInput> {
  const rows = await executor
    .select()
    .from(portfolioTargets)
    .where(eq(portfolioTargets.portfolioId, portfolioId))
    .orderBy(asc(portfolioTargets.position));
  const fieldsOf = ({ weight, bandAbsolute, bandRelative }: (typeof rows)[number]) => ({
    weight,
    bandAbsolute,
    bandRelative,
  });
  return by === 'asset'
    ? { kind: 'assets', items: rows.map((row) => ({ assetId: row.assetId!, ...fieldsOf(row) })) }
    : { kind: 'groups', by, items: rows.map((row) => ({ group: row.groupValue!, ...fieldsOf(row) })) };
}

/** Replaces the targets; null takes them away. */
export async function writeTargets(
  executor: Executor,
  ownerId: string,
  portfolioId: string,
  targets: TargetsInput | null,
): Promise<void> {
  await executor
    .delete(portfolioTargets)
    .where(and(eq(portfolioTargets.ownerId, ownerId), eq(portfolioTargets.portfolioId, portfolioId)));
  if (targets === null || targets.items.length === 0) return;
  const rows =
    targets.kind === 'assets'
      ? targets.items.map(({ assetId, ...fields }) => ({ assetId, groupValue: null, ...fields }))
      : targets.items.map(({ group, ...fields }) => ({ assetId: null, groupValue: group, ...fields }));
  await executor
    .insert(portfolioTargets)
    .values(rows.map((row, position) => ({ ...row, position, ownerId, portfolioId })));
}

/** Replaces the assets of a benchmark. */
export async function writeBenchmarkAssets(
  executor: Executor,
  ownerId: string,
  portfolioId: string,
  benchmark: Benchmark | null,
): Promise<void> {
  await executor
    .delete(portfolioBenchmarkAssets)
    .where(and(eq(portfolioBenchmarkAssets.ownerId, ownerId), eq(portfolioBenchmarkAssets.portfolioId, portfolioId)));
  if (benchmark === null || benchmark.kind === 'portfolio') return;
  const items = benchmark.kind === 'mix' ? benchmark.items : [{ assetId: benchmark.assetId, weight: 1 }];
  await executor
    .insert(portfolioBenchmarkAssets)
    .values(items.map((item, position) => ({ ...item, position, ownerId, portfolioId })));
}

/** Keeps what the portfolio is now as the version that it has now. */
export async function keepVersion(
  executor: Executor,
  ownerId: string,
  portfolioId: string,
  change: PortfolioVersionKind,
): Promise<void> {
  const record = (await readPortfolio(executor, ownerId, portfolioId, 'any'))!;
  const ids = record.allocations.map(({ assetId }) => assetId);
  const named =
    ids.length === 0
      ? []
      : await executor.select({ id: assets.id, symbol: assets.symbol }).from(assets).where(inArray(assets.id, ids));
  await executor.insert(portfolioVersions).values({
    portfolioId,
    ownerId,
    version: record.version,
    change,
    changedBy: sql`access.actor_id()`,
    content: versionContent(record, new Map(named.map(({ id, symbol }) => [id, symbol]))),
  });
}
