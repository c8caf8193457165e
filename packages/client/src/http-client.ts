/** The HTTP client: one typed function for each route of the API. */
import type { RouteName } from '@riskoptimizer/contracts';
import { create } from 'axios';
import { accountCalls } from './calls/account-calls.ts';
import { administrationCalls, auditCalls } from './calls/administration-calls.ts';
import { alertCalls } from './calls/alert-calls.ts';
import { authenticationCalls } from './calls/authentication-calls.ts';
import { everythingCalls } from './calls/everything-calls.ts';
import { jobCalls } from './calls/job-calls.ts';
import { ledgerCalls } from './calls/ledger-calls.ts';
import { marketDataCalls } from './calls/market-data-calls.ts';
import { assetCalls, calculationCalls, portfolioCalls, priceImportCalls, shareCalls } from './calls/portfolio-calls.ts';
import { systemCalls } from './calls/system-calls.ts';
import { transactionImportCalls } from './calls/transaction-import-calls.ts';
import type { ClientSession } from './session/client-session.ts';
import { randomKey, type Wire } from './wire.ts';

export interface HttpClientOptions {
  /** Origin of the server, such as `http://127.0.0.1:8080`; empty for the origin of the page. */
  readonly baseUrl: string;
  /** Longest time to wait for an answer. */
  readonly timeoutMs?: number;
  /** Who asks. Without it only what needs no sign-in is answered. */
  readonly session?: ClientSession;
  /** For a platform without `crypto.randomUUID`: a fresh UUID. */
  readonly newIdempotencyKey?: () => string;
}

/** Long enough for a frontier of a thousand assets on a slow machine, short enough to tell a person that nobody answers. */
const timeoutMsDefault = 60_000;

/** A WebSocket is no request: `LiveStream` opens it. */
type CallName = Exclude<RouteName, 'openStream'>;

/** Makes the client of one server. Every function throws an `ApiProblem`, and nothing else, when a call fails. */
export function createHttpClient({
  baseUrl,
  timeoutMs = timeoutMsDefault,
  session,
  newIdempotencyKey = randomKey,
}: HttpClientOptions) {
  const http = create({ baseURL: baseUrl, timeout: timeoutMs, headers: { Accept: 'application/json' } });
  const wire: Wire = { http, session, newIdempotencyKey };
  return {
    ...systemCalls(wire),
    ...authenticationCalls(wire),
    ...accountCalls(wire),
    ...administrationCalls(wire),
    ...auditCalls(wire),
    ...assetCalls(wire),
    ...priceImportCalls(wire),
    ...portfolioCalls(wire),
    ...shareCalls(wire),
    ...ledgerCalls(wire),
    ...transactionImportCalls(wire),
    ...everythingCalls(wire),
    ...calculationCalls(wire),
    ...jobCalls(wire),
    ...marketDataCalls(wire),
    ...alertCalls(wire),
  } satisfies Record<CallName, unknown>;
}
export type HttpClient = ReturnType<typeof createHttpClient>;
