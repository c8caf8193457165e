/** Files that are made of what is stored, and that read back equal. */
import { z } from 'zod';

export const exportTransactionsQuery = z.strictObject({
  format: z.enum(['csv', 'xlsx', 'json']).default('csv').describe('Each of them imports back equal'),
});
export type ExportTransactionsQuery = z.infer<typeof exportTransactionsQuery>;
