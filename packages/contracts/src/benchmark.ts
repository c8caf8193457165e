/** What a portfolio is measured against. */
import { z } from 'zod';
import { identifier } from './primitives.ts';

/**
 * An asset; a mix of assets, whose weights sum to 1 and are restored at the end of every period (rebalanced daily for daily
 * prices); or another portfolio of the same owner, at its present weights, restored the same way.
 */
export const benchmark = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asset'), assetId: identifier }),
  z.strictObject({
    kind: z.literal('mix'),
    items: z
      .array(z.strictObject({ assetId: identifier, weight: z.number().min(-10).max(10) }))
      .min(1, 'expected at least one asset')
      .max(100),
  }),
  z.strictObject({ kind: z.literal('portfolio'), portfolioId: identifier }),
]);
export type Benchmark = z.infer<typeof benchmark>;
