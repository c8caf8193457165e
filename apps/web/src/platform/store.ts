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

let known: string | null = null;

// The same user may come back as more than before: with another role, or the demo user with an account.
session.subscribe(() => {
  if (session.state.status !== 'signed-in') return;
  const { user, assurance } = session.state.session;
  const present = JSON.stringify([user, assurance]);
  if (known !== null && known !== present) store.dispatch(api.util.invalidateTags(['Account', 'Portfolio']));
  known = present;
});
