import { Link, useLocation, useSearchParams } from 'react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { sharedSearch } from '../platform/url-state.ts';

export function Component() {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const shared = sharedSearch(search);
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        title="There is no such page"
        action={
          <>
            <Link to={`/${shared}`}>Overview</Link>
            <Link to={`/risk${shared}`}>Risk</Link>
            <Link to={`/import${shared}`}>Import prices</Link>
          </>
        }
      >
        The address <code>{pathname}</code> leads nowhere. It may have been mistyped, or the page has moved.
      </EmptyState>
    </>
  );
}
