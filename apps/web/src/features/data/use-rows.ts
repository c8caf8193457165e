/** Every asset with what its prices cover, as the address wants to see them. */
import { useMemo } from 'react';
import { api } from '../../platform/store.ts';
import { type CoveredRow, dataState, dataStates, withCoverage } from './data-words.ts';

export function useRows(search: URLSearchParams) {
  const { currentData: data, error, refetch } = api.useGetDataQualityQuery();
  const { currentData: assets } = api.useListAssetsQuery();
  const all = useMemo(() => (data ? withCoverage(data.items, assets?.items ?? []) : undefined), [data, assets]);
  const state = dataStates.find((one) => one === search.get('state'));
  const source = search.get('source');
  const shown = all?.filter(
    (row: CoveredRow) =>
      (state === undefined || dataState(row) === state) && (source === null || row.source === source),
  );
  return { all, shown, state, source, error, retry: () => void refetch() };
}
