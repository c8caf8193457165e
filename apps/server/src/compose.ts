/** Puts the parts together: repositories into services, services into routes. The only file that sees all of them. */
import { createApi } from './api/app.ts';
import type { Services } from './api/services.ts';
import { composeAccess, type ReplacedForTests } from './compose-access.ts';
import { composeAccount } from './compose-account.ts';
import { composeAdministration } from './compose-administration.ts';
import { composeAlertDelivery } from './compose-alert-delivery.ts';
import { composeAlerts } from './compose-alerts.ts';
import { composeAudit } from './compose-audit.ts';
import { composeExports } from './compose-exports.ts';
import { composeIdentity, layFoundation } from './compose-identity.ts';
import { composeJobs } from './compose-jobs.ts';
import { composeLedger } from './compose-ledger.ts';
import { composeLive } from './compose-live.ts';
import { composeMarketData } from './compose-market-data.ts';
import { composePortfolios } from './compose-portfolios.ts';
import { composeRebalancing } from './compose-rebalancing.ts';
import { createRepositories, type Repositories } from './compose-repositories.ts';
import { composeTransactionImports } from './compose-transaction-imports.ts';
import type { Config } from './core/config.ts';
import { ProblemError } from './core/errors.ts';
import { createId } from './core/ids.ts';
import { asServer } from './core/request-context.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import { createAssetService } from './domain/assets/asset-service.ts';
import { type Calculation, rememberedCalculation } from './domain/calculation/calculation.ts';
import type { RunCalculation } from './domain/calculation/ports.ts';
import { loadDemo, seedDemo } from './domain/demo/demo-seed.ts';
import { createFrontierService } from './domain/frontier/frontier-service.ts';
import { DailyRefresh } from './domain/market-data/daily-refresh.ts';
import { createPriceImportService } from './domain/price-imports/price-import-service.ts';
import { Drain } from './domain/readiness/drain.ts';
import { type Check, checkReadiness } from './domain/readiness/readiness.ts';
import type { PortfolioRiskInput, PortfolioRiskNumbers } from './domain/risk/portfolio-risk-calculation.ts';
import { createRiskService } from './domain/risk/risk-service.ts';
import { createLedgerCalculations } from './domain/transaction-ledger/ledger-calculations.ts';
import { localUser } from './domain/users/local-user.ts';
import { inspectSchema } from './infrastructure/database/migrate.ts';
import { isUnavailable } from './infrastructure/database/postgres-error.ts';
import { engineVersion, findWebFolder, version } from './installation.ts';
import { webAddress } from './lifecycle/announce.ts';
import type { Application, ServerParts } from './lifecycle/server-parts.ts';

/** How often previews that nobody committed, answers to repeated requests, and portfolios deleted long ago go for good. */
const forgetMs = 3_600_000;
/** Jobs of this process may take that long when it stops, beside the requests under way; then they go back into the queue. */
const jobsDrainMs = 5_000;

/** Seeds the demo on the first start and answers the application, which listens when it is told to. */
export async function compose(
  config: Config,
  parts: ServerParts,
  replaced: ReplacedForTests = {},
): Promise<Application> {
  const { log } = parts;
  const audit = await composeAudit(config, parts);
  const repositories = createRepositories(parts, audit);
  const { frontDoor, apiDocs } = config;
  let origin = frontDoor.publicUrl;
  const foundation = await layFoundation(config, parts, repositories.transactions);
  const originNow = () => origin ?? webAddress(config.host, config.port);
  const { access, shares, repeatedRequests } = composeAccess(foundation, replaced);
  const drain = new Drain();
  const own = createServices(parts, { ...repositories, access }, { audit: audit.readiness, server: drain.check });
  const account = composeAccount(foundation, {
    origin: originNow,
    loadDemo: async (actor) => own.portfolios.get(actor, await loadDemo({ ...repositories, createId }, actor.userId)),
  });
  audit.onCommitted(account.tellOwners);
  const identity = composeIdentity(foundation, {
    isLocal: frontDoor.isLocal,
    origin: originNow,
    factors: account.services.secondFactor,
    authenticateApiKey: account.services.apiKeys.authenticate,
  });
  const administration = composeAdministration(foundation, {
    invitationLink: (token) => identity.linkTo.invitation(token),
    fieldKeys: foundation.fieldKeys.fieldKeys,
  });
  const marketData = composeMarketData(parts, { ...repositories, access, cipher: foundation.cipher }, replaced.egress);
  const delivery = composeAlertDelivery(parts, foundation, replaced.egress);
  const jobs = await composeJobs(
    parts,
    {
      ...repositories,
      access,
      opened: own.portfolios,
      marketData: marketData.service,
      exchangeRates: marketData.exchangeRates,
      riskFreeRates: marketData.riskFreeRates,
      priceImports: own.priceImports,
    },
    { slots: config.workers, drainMs: jobsDrainMs, moreKinds: [delivery.kind, ...(replaced.moreJobKinds ?? [])] },
  );
  const live = await composeLive(
    config,
    parts,
    { ...repositories, assets: marketData.quotable },
    {
      installationId: foundation.installationId,
      streaming: marketData.streaming,
      readJobNews: jobs.readJobNews,
    },
  );
  const alerts = composeAlerts(foundation, {
    repositories,
    access,
    sender: delivery.sender,
    sendJob: jobs.send,
    measured: own,
    live,
  });
  const dailyRefresh = config.dailyRefresh
    ? new DailyRefresh({
        leadership: live.leadership,
        ownersDue: marketData.ownersDue,
        sendJob: jobs.send,
        transactions: repositories.transactions,
        clock: parts.clock,
        log,
      })
    : null;
  const services = {
    ...own,
    ...alerts.services,
    jobs: jobs.service,
    marketData: marketData.service,
    providers: marketData.providers,
    priceOverrides: marketData.priceOverrides,
    exchangeRates: marketData.exchangeRates,
    riskFreeRates: marketData.riskFreeRates,
    live: live.desk,
    shares,
    identity: identity.services,
    account: account.services,
    administration: administration.services,
    audit: audit.service,
  };
  // Where others reach the server there is no demo user; people load the demo into their own account.
  if (frontDoor.isLocal && (await asServer(() => seedDemo({ ...repositories, createId }, localUser))))
    log.info('The demo was stored.');
  const { counters } = parts;
  const webFolder = findWebFolder();
  const { installationId } = foundation;
  const { authenticator } = identity;
  const app = await createApi(services, {
    log,
    version,
    webFolder,
    isUnavailable,
    frontDoor,
    apiDocs,
    counters,
    installationId,
    authenticator,
    requestProof: foundation.proofs,
    repeatedRequests,
    clock: parts.clock,
    refusals: audit.refusals,
    drain,
  });
  await audit.start();
  await jobs.start();
  const forgetting = setInterval(() => {
    const forgotten = asServer(() =>
      Promise.all([
        services.priceImports.forgetExpired(),
        services.transactionImports.forgetExpired(),
        repeatedRequests.forgetOld(),
        services.portfolioLife.purgeDeleted(),
      ]),
    );
    forgotten.catch((error: unknown) =>
      log.warn({ err: error }, 'Old previews, answers or deleted portfolios are still there.'),
    );
  }, forgetMs).unref();
  app.addHook('onClose', async () => {
    clearInterval(forgetting);
    await alerts.close();
    await dailyRefresh?.close();
    await jobs.close();
    marketData.close();
    delivery.close();
    await live.close();
    await account.close();
    await administration.close();
    await identity.close();
  });
  return {
    async listen(address) {
      await app.listen(address);
      const bound = app.server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
      origin ??= webAddress(address.host, port);
      const token = await asServer(() => identity.services.setUp.createToken());
      return { port, setUpLink: token === null ? null : identity.linkTo.setUp(token) };
    },
    beginDrain: () => drain.begin(),
    async close() {
      await app.close();
      await audit.close();
    },
  };
}

type ComposedElsewhere =
  | 'marketData'
  | 'providers'
  | 'exchangeRates'
  | 'riskFreeRates'
  | 'priceOverrides'
  | 'jobs'
  | 'live'
  | 'shares'
  | 'administration'
  | 'identity'
  | 'account'
  | 'audit'
  | keyof ReturnType<typeof composeAlerts>['services'];

function createServices(
  parts: ServerParts,
  repositories: Repositories & { readonly access: ObjectAccess },
  readinessOfOthers: Readonly<Record<string, Check>>,
): Omit<Services, ComposedElsewhere> {
  const { access, assets, prices, rates } = repositories;
  const { clock, compute } = parts;
  const remember = <Input, Numbers>(name: string, run: RunCalculation<Input, Numbers>): Calculation<Input, Numbers> =>
    rememberedCalculation({ name, run, memory: parts.cache, clock, engineVersion });
  const portfolioRisk = remember<PortfolioRiskInput, PortfolioRiskNumbers>('portfolio-risk', (input, signal) =>
    compute.run('portfolio-risk', input, { signal }),
  );
  const ofPortfolios = composePortfolios(parts, repositories);
  const { portfolios } = ofPortfolios;
  const askLedger = createLedgerCalculations((input, signal) =>
    compute.run('long-ledger', input, { signal, timeoutMs: longLedgerMs }),
  );
  const ofLedger = composeLedger(parts, {
    ...repositories,
    portfolioService: portfolios,
    askLedger,
    performance: remember('ledger-performance', (input, signal) =>
      compute.run('ledger-performance', input, { signal }),
    ),
  });
  return {
    assets: createAssetService({
      ...repositories,
      portfoliosUsing: repositories.portfolios.namesUsing,
      purgePortfolio: ofPortfolios.portfolioLife.purge,
    }),
    ...ofPortfolios,
    ...ofLedger,
    ...composeTransactionImports(parts, { ...repositories, ledgerService: ofLedger.ledger }),
    ...composeExports(parts, repositories),
    priceImports: createPriceImportService({ ...repositories, clock, createId }),
    rebalancing: composeRebalancing(parts, { assets, prices, rates, portfolios, portfolioRisk, askLedger }),
    risk: createRiskService({
      access,
      assets,
      prices,
      rates,
      portfolios,
      portfolioRisk,
      riskMetrics: remember('risk-metrics', (input, signal) => compute.run('risk-metrics', input, { signal })),
    }),
    frontier: createFrontierService({
      prices,
      rates,
      portfolios,
      portfolioFrontier: remember('portfolio-frontier', (input, signal) =>
        compute.run('portfolio-frontier', input, { signal }),
      ),
      efficientFrontier: remember('efficient-frontier', (input, signal) =>
        compute.run('efficient-frontier', input, { signal }),
      ),
    }),
    readiness: () =>
      checkReadiness(version, { ...readinessChecks(parts), ...readinessOfOthers }, (name, error) =>
        parts.log.warn({ err: error, check: name }, 'A part is not ready.'),
      ),
  };
}

/** Less than a transaction of the database may do nothing: a change of a ledger waits within one. */
const longLedgerMs = 20_000;

/** A ping that waits longer than this stands behind calculations. */
const pingMs = 1_000;

function readinessChecks({ database, compute }: ServerParts): Record<string, Check> {
  return {
    database: async () => {
      await database.pool.query('select 1');
      return undefined;
    },
    migrations: async () => {
      const { missingCount, unknownCount } = await inspectSchema(database.pool);
      if (missingCount + unknownCount > 0)
        throw new Error(`${missingCount} migrations missing, ${unknownCount} unknown.`);
      return undefined;
    },
    calculations: async () => {
      try {
        await compute.run('ping', undefined, { timeoutMs: pingMs });
        return undefined;
      } catch (error) {
        if (error instanceof ProblemError && error.code === 'calculation-timeout') return 'All threads are busy.';
        throw error;
      }
    },
  };
}
