import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { withParameters } from './url-state.ts';

type Change = Parameters<typeof withParameters>[1];

/** The address of the page, and a way to change some of its parameters without a new entry in the history for each. */
export function useParameters() {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (parameters: Change, defaults?: Parameters<typeof withParameters>[2]) => {
      // The address itself, and not what was last rendered: two quick changes would otherwise undo each other.
      const present = new URLSearchParams(window.location.search);
      setSearch(withParameters(present, parameters, defaults), { replace: true, preventScrollReset: true });
    },
    [setSearch],
  );
  return { search, change };
}
