/** The HTTP interface: middleware first, then every route of the table, then the pages. */
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Clock } from '../core/clock.ts';
import { ProblemError } from '../core/errors.ts';
import type { FrontDoor } from '../core/front-door.ts';
import { createId } from '../core/ids.ts';
import type { Logger } from '../core/logging.ts';
import type { RefusalRecorder } from '../domain/audit/refusals.ts';
import type { RequestProof } from '../domain/cryptography/ports.ts';
import type { RepeatedRequests } from '../domain/idempotency/repeated-requests.ts';
import type { Authenticator } from '../domain/identity/ports.ts';
import type { Drain } from '../domain/readiness/drain.ts';
import type { RequestCounters } from '../domain/requests/ports.ts';
import { decodeStrictUtf8, parseStrictJson } from '../domain/requests/strict-json.ts';
import {
  bodyBytesMax,
  connectionsCheckedEveryMs,
  connectionTimeoutMs,
  handlerTimeoutMs,
  headerBytesMax,
  headerCountMax,
  headersTimeoutMs,
  keepAliveTimeoutMs,
  type RequestsPerMinute,
  requestsPerMinute,
  requestsPerMinuteOfAddress,
  requestTimeoutMs,
} from './limits.ts';
import { announceDrain } from './middleware/announce-drain.ts';
import { authenticateRequests, carryActor } from './middleware/authentication.ts';
import { authorizeRequests } from './middleware/authorization.ts';
import { describeAccess } from './middleware/describe-access.ts';
import { honourIdempotencyKeys } from './middleware/idempotency.ts';
import { keepDocsLocal } from './middleware/local-docs.ts';
import { noteRefusals } from './middleware/note-refusals.ts';
import { describeWithOpenApi } from './middleware/openapi.ts';
import { answerWithProblems, sendProblem } from './middleware/problems.ts';
import { limitAddresses, limitCalculations, limitRates } from './middleware/rate-limits.ts';
import { limitAddressLength } from './middleware/request-limits.ts';
import { logRequests } from './middleware/request-log.ts';
import { addSecurityHeaders, securityHeadersOf } from './middleware/security-headers.ts';
import { requireTrustedOrigin } from './middleware/trusted-origin.ts';
import { answerUnreadable } from './middleware/unreadable-request.ts';
import { servePages } from './pages.ts';
import { accountRoutes } from './routes/account/account.ts';
import { apiKeyRoutes } from './routes/account/api-keys.ts';
import { factorRoutes } from './routes/account/factors.ts';
import { installationRoutes } from './routes/administration/installation.ts';
import { invitationRoutes } from './routes/administration/invitations.ts';
import { userAdministrationRoutes } from './routes/administration/users.ts';
import { alertRuleRoutes, alertWebhookRoutes } from './routes/alerts/alert-rules.ts';
import { alertRoutes } from './routes/alerts/alerts.ts';
import { assetRoutes } from './routes/assets/assets.ts';
import { auditRoutes } from './routes/audit/audit.ts';
import { secondFactorRoutes } from './routes/authentication/second-factor.ts';
import { useSessionCookies } from './routes/authentication/session-cookies.ts';
import { sessionRoutes } from './routes/authentication/session-routes.ts';
import { signInRoutes } from './routes/authentication/sign-in-routes.ts';
import { everythingRoutes } from './routes/exports/everything.ts';
import { exportRoutes } from './routes/exports/exports.ts';
import { jobRoutes } from './routes/jobs/jobs.ts';
import { marketDataRoutes } from './routes/market-data/market-data.ts';
import { priceOverrideRoutes } from './routes/market-data/price-overrides.ts';
import { providerRoutes, serverProviderRoutes } from './routes/market-data/providers.ts';
import { portfolioHistoryRoutes } from './routes/portfolios/portfolio-history.ts';
import { portfolioLifeRoutes } from './routes/portfolios/portfolio-life.ts';
import { portfolioRoutes } from './routes/portfolios/portfolios.ts';
import { targetRoutes } from './routes/portfolios/targets.ts';
import { priceImportRoutes } from './routes/price-imports/price-imports.ts';
import { rebalancingRoutes } from './routes/rebalancing/rebalancing.ts';
import { portfolioCalculationRoutes } from './routes/risk/portfolio-calculations.ts';
import { tableCalculationRoutes } from './routes/risk/table-calculations.ts';
import { shareRoutes } from './routes/shares/shares.ts';
import { acceptWebSockets, streamRoutes } from './routes/stream/stream.ts';
import { healthRoutes } from './routes/system/health.ts';
import { openApiRoutes } from './routes/system/openapi.ts';
import { importMappingRoutes } from './routes/transaction-imports/import-mappings.ts';
import { transactionImportRoutes } from './routes/transaction-imports/transaction-imports.ts';
import { ledgerViewRoutes } from './routes/transactions/ledger-views.ts';
import { transactionRoutes } from './routes/transactions/transactions.ts';
import type { Services } from './services.ts';

export interface ApiOptions {
  readonly log: Logger;
  readonly version: string;
  /** The built web app, or null. */
  readonly webFolder: string | null;
  /** Whether an error says that the database cannot be reached. */
  readonly isUnavailable: (error: unknown) => boolean;
  readonly frontDoor: FrontDoor;
  readonly apiDocs: 'local' | 'public';
  readonly counters: RequestCounters;
  readonly requestsPerMinute?: RequestsPerMinute;
  readonly installationId: string;
  readonly authenticator: Authenticator;
  readonly refusals: RefusalRecorder;
  readonly requestProof: RequestProof;
  readonly repeatedRequests: RepeatedRequests;
  readonly clock: Clock;
  readonly drain: Pick<Drain, 'isDraining'>;
}

export async function createApi(services: Services, options: ApiOptions): Promise<FastifyInstance> {
  const headersOf = securityHeadersOf(options.frontDoor);
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // What was answered is logged once, by our own hook.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => createId(),
    requestIdHeader: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: connectionTimeoutMs,
    handlerTimeout: handlerTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    http: {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: connectionsCheckedEveryMs,
      maxHeaderSize: headerBytesMax,
    },
    trustProxy: options.frontDoor.trustedProxies.length === 0 ? false : [...options.frontDoor.trustedProxies],
    // A browser keeps connections open; when the server stops, those without a request are closed.
    forceCloseConnections: 'idle',
    // A request that comes over a connection while it is being closed is answered like any other.
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable(headersOf),
    frameworkErrors: (error, request, reply) => {
      const problem = new ProblemError('request-malformed', `The address cannot be read: ${error.message}.`);
      reply.headers(headersOf(request.url));
      void sendProblem(problem, request as FastifyRequest, reply as FastifyReply);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  readStrictJson(app);
  answerWithProblems(app, options);
  app.server.maxHeadersCount = headerCountMax;
  logRequests(app);
  noteRefusals(app, options.refusals);
  addSecurityHeaders(app, headersOf);
  announceDrain(app, options.drain);
  // Before whatever refuses a request: it is this plugin that closes the socket of a refused handshake.
  await acceptWebSockets(app);
  limitAddressLength(app);
  const rates = {
    counters: options.counters,
    perMinute: options.requestsPerMinute ?? requestsPerMinute,
    perMinuteOfAddress: requestsPerMinuteOfAddress,
    whoAsks,
  };
  limitAddresses(app, rates);
  requireTrustedOrigin(app, options.frontDoor);
  keepDocsLocal(app, options.apiDocs);
  authenticateRequests(app, options.authenticator);
  limitRates(app, rates);
  limitCalculations(app, rates);
  authorizeRequests(app, options);
  carryActor(app);
  honourIdempotencyKeys(app, options.repeatedRequests);
  describeAccess(app);
  await useSessionCookies(app, options.installationId);
  await describeWithOpenApi(app, options.version);
  await app.register(healthRoutes(services));
  await app.register(openApiRoutes());
  await app.register(signInRoutes(services, options.frontDoor.publicUrl));
  await app.register(sessionRoutes(services));
  await app.register(secondFactorRoutes(services.account));
  await app.register(accountRoutes(services.account));
  await app.register(factorRoutes(services.account));
  await app.register(apiKeyRoutes(services.account));
  await app.register(auditRoutes(services));
  await app.register(userAdministrationRoutes(services.administration.users));
  await app.register(invitationRoutes(services.administration.invitations));
  await app.register(installationRoutes(services.administration));
  await app.register(jobRoutes(services));
  await app.register(streamRoutes(services));
  await app.register(assetRoutes(services));
  await app.register(marketDataRoutes(services));
  await app.register(priceOverrideRoutes(services));
  await app.register(providerRoutes(services));
  await app.register(serverProviderRoutes(services));
  await app.register(priceImportRoutes(services));
  await app.register(portfolioRoutes(services));
  await app.register(portfolioLifeRoutes(services));
  await app.register(portfolioHistoryRoutes(services));
  await app.register(targetRoutes(services));
  await app.register(shareRoutes(services));
  await app.register(transactionRoutes(services));
  await app.register(transactionImportRoutes(services));
  await app.register(importMappingRoutes(services));
  await app.register(exportRoutes(services));
  await app.register(everythingRoutes(services));
  await app.register(ledgerViewRoutes(services));
  await app.register(rebalancingRoutes(services));
  await app.register(alertRuleRoutes(services));
  await app.register(alertWebhookRoutes(services));
  await app.register(alertRoutes(services));
  await app.register(portfolioCalculationRoutes(services));
  await app.register(tableCalculationRoutes(services));
  await servePages(app, options.webFolder);
  return app;
}

/** By whom requests are counted: a key has counters of its own, so that a script does not stop its owner. */
function whoAsks({ actor }: FastifyRequest): string | null {
  if (actor === null) return null;
  return actor.kind === 'api-key' ? `key ${actor.apiKeyId}` : `user ${actor.userId}`;
}

function readStrictJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    try {
      done(null, parseStrictJson(decodeStrictUtf8(body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
}
