/** A checked file of prices stored as a job: it can be watched and cancelled, and then nothing of it is stored. */
import { type PriceImportJobInput, priceImportJobInput } from '@riskoptimizer/contracts';
import type { ObjectAccess } from '../../access/object-access.ts';
import { requirePermission } from '../../access/route-access.ts';
import type { PriceImportService } from '../../price-imports/price-import-service.ts';
import type { JobKind } from '../job-kind.ts';

export interface PriceImportKindParts {
  readonly access: Pick<ObjectAccess, 'priceImport'>;
  readonly priceImports: Pick<PriceImportService, 'commit'>;
}

/**
 * The prices are stored in a transaction of their own, which also keeps what came of it under the id of the job: a job that is
 * started again after its worker died answers with that, and stores nothing twice.
 */
export function priceImportKind({ access, priceImports }: PriceImportKindParts): JobKind<PriceImportJobInput> {
  return {
    name: 'price-import',
    input: priceImportJobInput,
    permissions: ['asset:change'],
    timeoutSeconds: 1800,
    retries: 2,
    async authorize(actor, { importId, portfolio }) {
      if (portfolio !== undefined) requirePermission(actor, 'portfolio:change');
      await access.priceImport(actor, importId);
    },
    async run({ actor, jobId, signal, progress }, { importId, ...request }) {
      const result = await priceImports.commit(actor, importId, request, { jobId, signal, progress });
      const uncertified = { inputsHash: null, engineVersion: null, seed: null, window: null };
      return { json: JSON.stringify(result), ...uncertified };
    },
  };
}
