/** What a benchmark must be, apart from its shape: assets that are there, weights that sum to one, no portfolio against itself. */
import type { Benchmark, ProblemDetail } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { Transaction } from '../transactions/ports.ts';
import { sumErrors } from './allocation-rules.ts';
import type { PortfolioRepository } from './ports.ts';

/** Ids of the assets that a benchmark is made of. */
export function benchmarkAssetIds(benchmark: Benchmark | null): string[] {
  if (benchmark === null || benchmark.kind === 'portfolio') return [];
  return benchmark.kind === 'asset' ? [benchmark.assetId] : benchmark.items.map(({ assetId }) => assetId);
}

/**
 * @param known ids of the assets that the owner has.
 * @throws ProblemError `request-invalid` naming fields, ids and the sum.
 */
export function requireBenchmarkAssets(benchmark: Benchmark | null, known: ReadonlySet<string>): void {
  if (benchmark === null || benchmark.kind === 'portfolio') return;
  const ids = benchmarkAssetIds(benchmark);
  const errors: ProblemDetail[] = ids.flatMap((assetId, place) => {
    const field = benchmark.kind === 'asset' ? '/benchmark/assetId' : `/benchmark/items/${place}/assetId`;
    if (!known.has(assetId)) return [{ field, message: `there is no asset ${assetId}`, value: assetId }];
    const first = ids.indexOf(assetId);
    return first === place ? [] : [{ field, message: `asset ${assetId} stands at position ${first} already` }];
  });
  if (benchmark.kind === 'mix') {
    const weights = benchmark.items.map(({ weight }) => weight);
    errors.push(...sumErrors(weights, '/benchmark/items'));
  }
  if (errors.length > 0)
    throw new ProblemError('request-invalid', `The benchmark is not valid: ${errors[0]!.message}.`, { errors });
}

/**
 * Nobody else changes who is measured against whom until the transaction ends.
 *
 * @throws ProblemError `request-invalid` when the portfolio is not there, or is measured, in the end, against itself.
 */
export async function requireBenchmarkPortfolio(
  portfolios: Pick<PortfolioRepository, 'lockBenchmarks' | 'benchmarkChain'>,
  ownerId: string,
  measured: { readonly id: string; readonly name: string },
  benchmark: Benchmark | null,
  transaction: Transaction,
): Promise<void> {
  if (benchmark?.kind !== 'portfolio') return;
  const { portfolioId } = benchmark;
  await portfolios.lockBenchmarks(ownerId, transaction);
  const chain = await portfolios.benchmarkChain(ownerId, portfolioId, transaction);
  const [first] = chain;
  const field = '/benchmark/portfolioId';
  if (first === undefined || first.isDeleted) {
    const message = `there is no portfolio ${portfolioId} of the same owner`;
    const detail = `${message[0]!.toUpperCase()}${message.slice(1)} to be the benchmark.`;
    throw new ProblemError('request-invalid', detail, { errors: [{ field, message, value: portfolioId }] });
  }
  const end = chain.findIndex((one) => one.portfolioId === measured.id);
  if (end === -1) return;
  const circle = [measured.name, ...chain.slice(0, end).map(({ name }) => name), measured.name];
  const inWords = circle.map((name) => `"${name}"`).join(' → ');
  throw new ProblemError('request-invalid', `The portfolio would be measured against itself: ${inWords}.`, {
    errors: [
      { field, message: `closes the circle ${inWords}`, value: portfolioId, remedy: 'Choose another benchmark.' },
    ],
  });
}

/** Deleting what others are measured against would take their benchmark away. */
export async function requireNobodyMeasured(
  portfolios: Pick<PortfolioRepository, 'lockBenchmarks' | 'namesMeasuredAgainst'>,
  ownerId: string,
  portfolioId: string,
  transaction: Transaction,
): Promise<void> {
  const names = await portfolios.namesMeasuredAgainst(ownerId, portfolioId, transaction);
  if (names.length === 0) return;
  const inWords = names.map((name) => `"${name}"`).join(', ');
  throw new ProblemError(
    'state-conflict',
    `${names.length === 1 ? 'The portfolio' : 'The portfolios'} ${inWords} ${names.length === 1 ? 'is' : 'are'} measured against this one. Give ${names.length === 1 ? 'it' : 'them'} another benchmark first.`,
  );
}
