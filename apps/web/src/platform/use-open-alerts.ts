/** Alerts that are not over, wherever one is in the app: told by the live connection, and asked for on every page load. */
import type { AlertList } from '@riskoptimizer/contracts';
import { useLiveTopic } from './live.ts';
import { api, store } from './store.ts';
import { useMay } from './use-account.ts';

const openAlerts = { open: 'true', limit: 200 } as const;

/** An alert is also what its rule says. */
const alertsChanged = () => void store.dispatch(api.util.invalidateTags(['Alert', 'AlertRule']));

export interface OpenAlerts {
  readonly list: AlertList | undefined;
  readonly error: unknown;
  readonly retry: () => void;
}

export function useOpenAlerts(): OpenAlerts {
  const mayRead = useMay('portfolio:read');
  const { data, error, refetch } = api.useListAlertsQuery(openAlerts, { skip: !mayRead });
  return { list: data, error, retry: () => void refetch() };
}

/** How many there are, kept up to date by the live connection; 0 until it is known. */
export function useOpenAlertCount(): number {
  useLiveTopic('alerts', alertsChanged);
  return useOpenAlerts().list?.items.length ?? 0;
}
