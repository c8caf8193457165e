import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { api } from '../../platform/store.ts';
import { SettingsForm } from './settings-form.tsx';

/** Who may come, what they must bring, and how long they may stay. */
export function SettingsPanel() {
  const { data, error, refetch } = api.useGetSettingsQuery();
  return (
    <Panel title="Settings" note="They count for everybody on this server from the next request on.">
      {data ? (
        // Another administrator may have changed them meanwhile: the form then begins anew.
        <SettingsForm key={JSON.stringify(data)} settings={data} />
      ) : error ? (
        <ErrorState error={error} title="The settings could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The settings are being read" figures={0} charts={1} />
      )}
    </Panel>
  );
}
