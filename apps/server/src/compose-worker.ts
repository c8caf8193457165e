/** Puts a worker process together: no routes, only what its jobs need. */
import { composeAlertDelivery } from './compose-alert-delivery.ts';
import { composeAudit } from './compose-audit.ts';
import { composeJobs } from './compose-jobs.ts';
import { composeMarketData } from './compose-market-data.ts';
import { composePortfolios } from './compose-portfolios.ts';
import { createRepositories } from './compose-repositories.ts';
import type { Config } from './core/config.ts';
import { createId } from './core/ids.ts';
import { createObjectAccess } from './domain/access/object-access.ts';
import type { AnyJobKind } from './domain/jobs/job-kind.ts';
import { createPriceImportService } from './domain/price-imports/price-import-service.ts';
import { openFieldKeys } from './infrastructure/cryptography/field-keys.ts';
import { createAccessRepository } from './infrastructure/database/repositories/access-repository.ts';
import type { Egress } from './infrastructure/third-party/egress/egress.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

/** Running jobs may take that long when the worker stops; then they go back into the queue. */
const drainMs = 20_000;

/** @param moreKinds @param egress Of tests. */
export async function composeWorker(
  config: Config,
  parts: ServerParts,
  moreKinds: readonly AnyJobKind[] = [],
  egress?: Egress,
) {
  // Effects of jobs are written to the audit trail with them; checking and signing it is the business of the API.
  const { transactions } = await composeAudit(config, parts);
  const repositories = createRepositories(parts, { transactions });
  const access = createObjectAccess(createAccessRepository(parts.database.orm), parts.clock);
  const { portfolios } = composePortfolios(parts, { ...repositories, access });
  const slots = Math.max(1, config.workers);
  const { dataFolder, secrets: settings } = config;
  const fieldKeys = openFieldKeys({ keys: parts.secrets.fieldKeys, dataFolder, settings, log: parts.log });
  const marketData = composeMarketData(parts, { ...repositories, access, cipher: fieldKeys.cipher }, egress);
  const delivery = composeAlertDelivery(parts, { cipher: fieldKeys.cipher, transactions }, egress);
  const kinds = [delivery.kind, ...moreKinds];
  const composition = {
    ...repositories,
    access,
    opened: portfolios,
    marketData: marketData.service,
    exchangeRates: marketData.exchangeRates,
    riskFreeRates: marketData.riskFreeRates,
    priceImports: createPriceImportService({ ...repositories, access, clock: parts.clock, createId }),
  };
  const jobs = await composeJobs(parts, composition, { slots, drainMs, moreKinds: kinds });
  return {
    ...jobs,
    async close() {
      await jobs.close();
      marketData.close();
      delivery.close();
      fieldKeys.close();
    },
  };
}
