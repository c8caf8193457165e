import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { EmptyState } from './empty-state.tsx';

/** What every page shows when there is nothing to show: why, and the way to a first portfolio. */
export function NoPortfolio() {
  return (
    <EmptyState
      title="There is no portfolio yet"
      action={
        <Button component={Link} to="/import">
          Import prices
        </Button>
      }
    >
      Risk is computed from the prices of what a portfolio holds. Import a CSV file of prices and make a portfolio of
      its assets; it takes a minute.
    </EmptyState>
  );
}
