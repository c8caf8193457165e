/** Health and identity of the running system. */
import { z } from 'zod';

export const live = z.strictObject({ status: z.literal('live') });
export const readiness = z.strictObject({
  status: z.enum(['ready', 'not-ready']),
  version: z.string(),
  checks: z.record(z.string(), z.strictObject({ status: z.enum(['ok', 'failed']), detail: z.string().optional() })),
});
export type Readiness = z.infer<typeof readiness>;
