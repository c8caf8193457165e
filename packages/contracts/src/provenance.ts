/** Where a number comes from: its window, and its birth certificate. */
import { z } from 'zod';
import { isoDate, isoInstant } from './primitives.ts';

export const returnWindow = z.strictObject({
  from: isoDate.nullable().describe('First price date; null when the request had no dates'),
  to: isoDate.nullable().describe('Last price date'),
  periodCount: z.int().describe('Returns used'),
  droppedPeriodCount: z.int().describe('Periods left out because an asset had no price'),
  alignment: z.enum(['common', 'pairwise']),
  frequency: z.enum(['daily', 'weekly', 'monthly', 'unknown']),
  periodsPerYear: z.number(),
});
export type ReturnWindow = z.infer<typeof returnWindow>;

/** Enough to compute the number again, bit for bit. */
export const birthCertificate = z.strictObject({
  method: z.string().describe('Method and page of docs/methods'),
  engineVersion: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  inputsHash: z.string().describe('SHA-256 of the inputs'),
  currency: z.string().nullable(),
  seed: z.number().nullable(),
  computedAt: isoInstant,
  durationMs: z.number(),
});
export type BirthCertificate = z.infer<typeof birthCertificate>;
