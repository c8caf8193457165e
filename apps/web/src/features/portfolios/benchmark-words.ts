/** A benchmark as people say it. */
import type { Benchmark } from '@riskoptimizer/contracts';
import { percent } from '../../platform/format.ts';

export interface Names {
  /** Symbols of assets by id. */
  readonly symbols: ReadonlyMap<string, string>;
  /** Names of portfolios by id. */
  readonly portfolios: ReadonlyMap<string, string>;
}

/** `60.0 % AAA, 40.0 % BBB`; what is gone since then is said to be. */
export function benchmarkWords(benchmark: Benchmark | null, { symbols, portfolios }: Names): string {
  if (benchmark === null) return 'none';
  const symbolOf = (assetId: string) => symbols.get(assetId) ?? 'a deleted asset';
  if (benchmark.kind === 'asset') return symbolOf(benchmark.assetId);
  if (benchmark.kind === 'portfolio') return `portfolio “${portfolios.get(benchmark.portfolioId) ?? 'not there'}”`;
  return benchmark.items.map(({ assetId, weight }) => `${percent(weight)} ${symbolOf(assetId)}`).join(', ');
}
