/** The API as RTK Query hooks, for web and mobile alike: one hook a route, and the tags that keep what is shown up to date. */
import { createApi } from '@reduxjs/toolkit/query/react';
import type { HttpClient } from '../http-client.ts';
import { accountEndpoints, authenticationEndpoints } from './account-endpoints.ts';
import { administrationEndpoints } from './administration-endpoints.ts';
import { alertEndpoints } from './alert-endpoints.ts';
import { clientBaseQuery } from './base-query.ts';
import { type Answer, call, tagTypes } from './endpoint-builder.ts';
import { everythingEndpoints } from './everything-endpoints.ts';
import { jobEndpoints } from './job-endpoints.ts';
import { ledgerEndpoints } from './ledger-endpoints.ts';
import { marketDataEndpoints } from './market-data-endpoints.ts';
import { portfolioEndpoints } from './portfolio-endpoints.ts';
import { transactionImportEndpoints } from './transaction-import-endpoints.ts';

/** Makes the API of one client; add its reducer and middleware to the store. A file (`exportAudit`, `exportEverything`, `exportTransactions`) is nothing to keep in a store. */
export function createRiskOptimizerApi(client: HttpClient) {
  return createApi({
    reducerPath: 'api',
    baseQuery: clientBaseQuery(client),
    tagTypes,
    endpoints: (build) => ({
      live: build.query<Answer<'live'>, void>(call('live')),
      ready: build.query<Answer<'ready'>, void>(call('ready')),
      openapi: build.query<Answer<'openapi'>, void>(call('openapi')),
      ...authenticationEndpoints(build),
      ...accountEndpoints(build),
      ...administrationEndpoints(build),
      ...portfolioEndpoints(build),
      ...ledgerEndpoints(build),
      ...transactionImportEndpoints(build),
      ...everythingEndpoints(build),
      ...jobEndpoints(build),
      ...marketDataEndpoints(build),
      ...alertEndpoints(build),
    }),
  });
}
export type RiskOptimizerApi = ReturnType<typeof createRiskOptimizerApi>;
