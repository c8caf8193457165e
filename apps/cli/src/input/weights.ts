import { readHoldings, weightSumTolerance } from '@riskoptimizer/price-csv';
import { z } from 'zod';
import { CliError } from '../core/cli-error.ts';
import { readJsonFile } from './json-file.ts';
import { refused } from './price-file.ts';
import { readTextFile } from './text-file.ts';

/** Weights by asset, in the order of the file; null for equal weights of whatever assets there are. */
export interface WeightsInput {
  readonly weights: ReadonlyMap<string, number> | null;
  readonly source: { readonly file: string; readonly sha256: string } | null;
}

export const equalWeights: WeightsInput = { weights: null, source: null };

const weightsSchema = z.record(z.string(), z.number());

/**
 * Reads `--weights`: the word `equal`, a JSON object asset → weight, or a CSV file `asset,weight`.
 *
 * @param knownAssets the assets that may be named.
 * @throws CliError when an asset is unknown, or when the weights do not sum to 1 within the tolerance (the sum is stated).
 */
export async function readWeights(option: string, knownAssets: readonly string[]): Promise<WeightsInput> {
  if (option === 'equal') return equalWeights;
  return /\.(csv|tsv|txt)$/i.test(option)
    ? readWeightsTable(option, knownAssets)
    : readWeightsObject(option, knownAssets);
}

async function readWeightsObject(file: string, knownAssets: readonly string[]): Promise<WeightsInput> {
  const json = await readJsonFile(file, weightsSchema);
  const known = new Set(knownAssets);
  const weights = new Map(Object.entries(json.content));
  for (const asset of weights.keys()) {
    if (!known.has(asset))
      throw json.fail('unknown-asset', [asset], 'the prices have no such asset.', listAssets(knownAssets));
  }
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  if (weights.size === 0 || Math.abs(sum - 1) > weightSumTolerance) {
    const sentence = `the weights sum to ${sum}; they must sum to 1 (within ${weightSumTolerance}).`;
    const percent = Math.abs(sum - 100) <= 100 * weightSumTolerance;
    const remedy = percent
      ? 'These look like percentages: divide them by 100.'
      : 'Correct the weights, or add the missing assets.';
    throw json.fail('weights-sum', [], sentence, remedy);
  }
  return { weights, source: { file, sha256: json.sha256 } };
}

async function readWeightsTable(file: string, knownAssets: readonly string[]): Promise<WeightsInput> {
  const { text, sha256 } = await readTextFile(file);
  const result = readHoldings(text, { knownAssets });
  if (!result.ok) throw refused(file, result);
  if (result.kind === 'quantity') {
    const message = 'Line 1, column 2 (quantity): the file holds quantities; weights are needed here.';
    const place = { file, line: 1, column: 2, field: 'quantity' };
    throw new CliError('wrong-columns', message, 'Give a file with the header asset,weight.', place);
  }
  const weights = new Map(result.holdings.map(({ asset, amount }) => [asset, Number(amount)]));
  return { weights, source: { file, sha256 } };
}

/** "Use one of: A, B, …": the remedy for an unknown asset. */
export function listAssets(assets: readonly string[]): string {
  const shown = assets.slice(0, 20).join(', ');
  return `Use one of: ${shown}${assets.length > 20 ? `, … (${assets.length} in all)` : ''}.`;
}
