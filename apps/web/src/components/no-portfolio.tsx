import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../platform/store.ts';
import { useAccount } from '../platform/use-account.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';

/** What every page shows when there is nothing to show: why, and the way to a first portfolio. */
export function NoPortfolio() {
  const account = useAccount();
  const [load, { isLoading }] = api.useLoadDemoMutation();
  const [error, setError] = useState<unknown>();
  if (!account?.permissions.includes('portfolio:change')) {
    return (
      <EmptyState title="There is no portfolio for you yet">
        Your role looks at portfolios that others share with you. Ask the owner of one to share it with your e-mail
        address.
      </EmptyState>
    );
  }
  const loadDemo = async () => {
    setError(undefined);
    const answer = await load();
    if (answer.error) setError(answer.error);
  };
  return (
    <>
      <EmptyState
        title="There is no portfolio yet"
        action={
          <>
            <Button component={Link} to="/import">
              Import prices
            </Button>
            {!account.hasDemo && (
              <Button variant="default" loading={isLoading} onClick={() => void loadDemo()}>
                Load a simulated market to try
              </Button>
            )}
          </>
        }
      >
        Risk is computed from the prices of what a portfolio holds. Import a CSV file of prices and make a portfolio of
        its assets; it takes a minute.
      </EmptyState>
      {error !== undefined && <ErrorState error={error} title="The simulated market could not be loaded" />}
    </>
  );
}
