import { Button } from '@mantine/core';
import { useRouteError } from 'react-router';
import { ErrorState } from './error-state.tsx';
import { PageHeader } from './page-header.tsx';

/** A part of a page that the server no longer has, because it was updated while the page was open. */
const chunkMissing = /dynamically imported module|Importing a module script failed|error loading dynamically/i;

/** What is shown when a page breaks: what happened, and the way on. The rest of the app stays usable. */
export function PageError() {
  const error = useRouteError();
  const message = error instanceof Error ? error.message : String(error);
  const title = chunkMissing.test(message) ? 'This part of the app could not be loaded' : 'This page stopped working';
  const detail = chunkMissing.test(message)
    ? 'The server may have been updated or stopped. Check that it runs, then reload the page'
    : message;
  return (
    <>
      <PageHeader title="Error" />
      <ErrorState
        title={title}
        error={new Error(detail)}
        action={
          <Button variant="default" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
        }
      />
    </>
  );
}
