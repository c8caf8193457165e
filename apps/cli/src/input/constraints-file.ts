import { z } from 'zod';
import { readJsonFile } from './json-file.ts';
import { listAssets } from './weights.ts';

/** Bounds of the weights and their sum, one pair an asset; infinite where there is no bound. */
export interface Constraints {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly budget: number;
  readonly source: { readonly file: string; readonly sha256: string } | null;
}

const bound = z.number().nullable();
const constraintsSchema = z.strictObject({
  bounds: z.record(z.string(), z.tuple([bound, bound])).optional(),
  budget: z.number().optional(),
  linear: z.unknown().optional(),
  groups: z.unknown().optional(),
  turnover: z.unknown().optional(),
  cardinality: z.unknown().optional(),
  trackingError: z.unknown().optional(),
});

/** Constraints of the design that no objective of this release can meet; leaving them out of the account would be wrong. */
const notAvailable = ['linear', 'groups', 'turnover', 'cardinality', 'trackingError'] as const;

/** Long only, fully invested: what holds when nothing is said. */
export function standardConstraints(assetCount: number): Constraints {
  return {
    lower: new Float64Array(assetCount),
    upper: new Float64Array(assetCount).fill(1),
    budget: 1,
    source: null,
  };
}

/**
 * Reads `--constraints`: {"bounds": {"default": [0, 1], "A": [0.02, null]}, "budget": 1}; null is no bound.
 *
 * @throws CliError with line, column and field, also for the constraints that this release does not have.
 */
export async function readConstraints(file: string, assets: readonly string[]): Promise<Constraints> {
  const json = await readJsonFile(file, constraintsSchema);
  const { bounds = {}, budget = 1 } = json.content;
  for (const field of notAvailable) {
    if (json.content[field] === undefined) continue;
    const sentence = `"${field}" is not available yet for this objective; "bounds" and "budget" are.`;
    throw json.fail('not-available', [field], sentence, 'Remove it, or wait for a release that has it.');
  }
  const known = new Set([...assets, 'default']);
  for (const asset of Object.keys(bounds)) {
    if (!known.has(asset))
      throw json.fail('unknown-asset', ['bounds', asset], 'there is no such asset.', listAssets(assets));
  }
  // A Map, because an asset may be named like something that every object has.
  const boundsOf = new Map(Object.entries(bounds));
  const standard = boundsOf.get('default') ?? [0, 1];
  const pairs = assets.map((asset) => boundsOf.get(asset) ?? standard);
  return {
    lower: Float64Array.from(pairs, ([lower]) => lower ?? Number.NEGATIVE_INFINITY),
    upper: Float64Array.from(pairs, ([, upper]) => upper ?? Number.POSITIVE_INFINITY),
    budget,
    source: { file, sha256: json.sha256 },
  };
}
