import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import type { TransactionImport, TransactionImportResult } from '@riskoptimizer/contracts';
import { Link } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { count } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { withParameters } from '../../platform/url-state.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { CommitBar } from './commit-bar.tsx';
import { choiceVerdict } from './import-words.ts';
import { duplicatesLeftOut, type RowChoice, storedCountOf, toggled } from './row-choice.ts';
import { RowsTable } from './rows-table.tsx';
import classes from './transaction-imports.module.css';

interface RowsStepProps {
  readonly transactionImport: TransactionImport;
  readonly choice: RowChoice;
  readonly onChoose: (choice: RowChoice) => void;
  readonly onStored: (result: TransactionImportResult) => void;
  readonly onRefetch: () => void;
}

const statuses = ['invalid', 'duplicate', 'valid', 'skipped'] as const;
type Status = (typeof statuses)[number];

const rowsAPage = 100;

/** The last look: every row as it would be stored or why not, and the one button that stores. */
export function RowsStep({ transactionImport, choice, onChoose, onStored, onRefetch }: RowsStepProps) {
  const { counts } = transactionImport;
  const storedCount = storedCountOf(counts, choice);
  return (
    <>
      <Verdict>{choiceVerdict(transactionImport, storedCount, duplicatesLeftOut(counts, choice))}</Verdict>
      <CommitBar
        transactionImport={transactionImport}
        choice={choice}
        storedCount={storedCount}
        onStored={onStored}
        onRefetch={onRefetch}
      />
      {counts.duplicates > 0 && (
        <div className={classes.duplicates}>
          <span id="import-duplicates">Rows that look like a transaction of the ledger</span>
          <SegmentedControl
            aria-labelledby="import-duplicates"
            value={choice.duplicates}
            data={[
              { value: 'skip', label: 'Leave them out' },
              { value: 'include', label: 'Store them as well' },
            ]}
            onChange={(chosen) =>
              onChoose({
                ...choice,
                duplicates: chosen === 'include' ? 'include' : 'skip',
                exceptions: new Set(),
              })
            }
          />
        </div>
      )}
      <Rows transactionImport={transactionImport} choice={choice} onChoose={onChoose} />
    </>
  );
}

type RowsProps = Pick<RowsStepProps, 'transactionImport' | 'choice' | 'onChoose'>;

function Rows({ transactionImport: { id, counts, portfolioId }, choice, onChoose }: RowsProps) {
  const { search, change } = useParameters();
  const status = statuses.find((one) => one === search.get('rows'));
  const after = Math.max(0, Number.parseInt(search.get('after') ?? '', 10) || 0);
  const { currentData, data, error, isFetching, refetch } = api.useGetTransactionImportQuery({
    transactionImportId: id,
    ...(status ? { status } : {}),
    after,
    limit: rowsAPage,
  });
  const page = currentData ?? data;
  return (
    <div aria-busy={(isFetching && !currentData) || undefined}>
      <NativeSelect
        className={classes.filter}
        label="Show"
        value={status ?? ''}
        data={filterOptions(counts)}
        onChange={(event) => change({ rows: event.currentTarget.value || undefined, after: undefined })}
      />
      {error && !page ? (
        <ErrorState error={error} title="The rows could not be read" onRetry={() => void refetch()} />
      ) : !page ? (
        <LoadingState label="The rows are being read" figures={0} charts={1} />
      ) : page.rows.length === 0 ? (
        <p className={classes.text}>No row is like this.</p>
      ) : (
        <RowsTable
          rows={page.rows}
          portfolioId={portfolioId}
          choice={choice}
          onToggle={(row) => onChoose(toggled(row, choice))}
        />
      )}
      <Paging
        search={search}
        nextAfter={page?.nextAfter ?? null}
        after={after}
        onFirst={() => change({ after: undefined })}
      />
    </div>
  );
}

function filterOptions(counts: TransactionImport['counts']): { value: Status | ''; label: string }[] {
  return [
    { value: '', label: `all rows (${count(counts.rows)})` },
    { value: 'invalid', label: `with errors (${count(counts.invalid)})` },
    { value: 'duplicate', label: `like the ledger’s (${count(counts.duplicates)})` },
    { value: 'valid', label: `that can be stored (${count(counts.valid)})` },
    { value: 'skipped', label: `left out by the mapping (${count(counts.skipped)})` },
  ];
}

interface PagingProps {
  readonly search: URLSearchParams;
  readonly nextAfter: number | null;
  readonly after: number;
  readonly onFirst: () => void;
}

function Paging({ search, nextAfter, after, onFirst }: PagingProps) {
  if (nextAfter === null && after === 0) return null;
  const next = `?${withParameters(search, { after: nextAfter ?? undefined })}`;
  return (
    <nav className={classes.paging} aria-label="Pages of rows">
      {after > 0 && (
        <Button variant="default" onClick={onFirst}>
          First rows
        </Button>
      )}
      {nextAfter !== null && <Link to={next}>More rows</Link>}
    </nav>
  );
}
