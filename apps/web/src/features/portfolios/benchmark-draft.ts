/** A benchmark as it is being chosen: nothing, an asset, a mix with weights as texts, or another portfolio. */
import type { Benchmark } from '@riskoptimizer/contracts';
import { type AllocationRow, perCentText, type ReadAllocation, readAllocation } from './allocation-draft.ts';

export interface BenchmarkDraft {
  /** Empty for none, `asset:` or `portfolio:` and an id, or `mix`. */
  readonly choice: string;
  /** Of a mix. */
  readonly rows: readonly AllocationRow[];
  /** What was stored, for as long as nothing else is chosen: a weight has more digits than its field. */
  readonly stored: Benchmark | null;
}

export const mixChoice = 'mix';
const assetPrefix = 'asset:';
const portfolioPrefix = 'portfolio:';

export const assetChoice = (assetId: string) => `${assetPrefix}${assetId}`;
export const portfolioChoice = (portfolioId: string) => `${portfolioPrefix}${portfolioId}`;

/** What an asset is called. */
export type AssetNames = ReadonlyMap<string, { readonly symbol: string; readonly name: string }>;

export function benchmarkDraft(benchmark: Benchmark | null, names: AssetNames): BenchmarkDraft {
  if (benchmark === null) return { choice: '', rows: [], stored: null };
  if (benchmark.kind === 'asset') return { choice: assetChoice(benchmark.assetId), rows: [], stored: benchmark };
  if (benchmark.kind === 'portfolio') {
    return { choice: portfolioChoice(benchmark.portfolioId), rows: [], stored: benchmark };
  }
  const rows = benchmark.items.map(({ assetId, weight }) => mixRow(assetId, names, perCentText(weight)));
  return { choice: mixChoice, rows, stored: benchmark };
}

/** Another choice; a mix begins with the one asset that it was. */
export function chosen(draft: BenchmarkDraft, choice: string, names: AssetNames): BenchmarkDraft {
  const beginsMix = choice === mixChoice && draft.rows.length === 0 && draft.choice.startsWith(assetPrefix);
  const rows = beginsMix ? [mixRow(draft.choice.slice(assetPrefix.length), names, '100')] : draft.rows;
  return { choice, rows, stored: null };
}

function mixRow(assetId: string, names: AssetNames, text: string): AllocationRow {
  const { symbol, name } = names.get(assetId) ?? { symbol: 'a deleted asset', name: 'a deleted asset' };
  return { key: assetId, symbol, name, text };
}

export interface ReadBenchmark {
  readonly benchmark: Benchmark | null;
  /** Of a mix: what could be read of its rows. */
  readonly mix: ReadAllocation | null;
  /** Null when it can be saved. */
  readonly problem: string | null;
}

export function readBenchmark({ choice, rows, stored }: BenchmarkDraft): ReadBenchmark {
  if (choice === mixChoice) {
    const read = readAllocation('weights', rows);
    const isEmpty = read.amounts.length === 0 && read.rowProblems.size === 0;
    const problem = isEmpty ? 'A mix needs at least one asset with a weight.' : read.problem;
    const items = read.amounts.map(({ key, weight }) => ({ assetId: key, weight }));
    return { benchmark: stored ?? { kind: 'mix', items }, mix: { ...read, problem }, problem: stored ? null : problem };
  }
  const plain = (benchmark: Benchmark | null): ReadBenchmark => ({ benchmark, mix: null, problem: null });
  if (choice.startsWith(assetPrefix)) return plain({ kind: 'asset', assetId: choice.slice(assetPrefix.length) });
  if (choice.startsWith(portfolioPrefix)) {
    return plain({ kind: 'portfolio', portfolioId: choice.slice(portfolioPrefix.length) });
  }
  return plain(null);
}
