/** The store: what the server said, cached by RTK Query. All other state is in the address. */
import { configureStore, type EnhancedStore } from '@reduxjs/toolkit';
import { createHttpClient, type HttpClient } from '@riskoptimizer/client';
import { createRiskOptimizerApi, type RiskOptimizerApi } from '@riskoptimizer/client/react';
import { session } from './session.ts';

/** The server that gave us the page is the server we ask. */
export const client: HttpClient = createHttpClient({ baseUrl: '', session });
export const api: RiskOptimizerApi = createRiskOptimizerApi(client);

export const store: EnhancedStore = configureStore({
  reducer: { [api.reducerPath]: api.reducer },
  middleware: (defaults) => defaults().concat(api.middleware),
});
