import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import type { PriceImport, PriceImportCommit } from '@riskoptimizer/contracts';
import { type FormEvent, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { JobProgress } from '../jobs/job-state.tsx';
import {
  type AllocationKind,
  type AllocationRow,
  type ReadAllocation,
  readAllocation,
} from '../portfolios/allocation-draft.ts';
import { AllocationFields } from '../portfolios/allocation-fields.tsx';
import classes from './commit-form.module.css';
import { HoldingsFile } from './holdings-file.tsx';
import { useImportJob } from './use-import-job.ts';
import { useUndoImport } from './use-undo-import.tsx';

interface CommitFormProps {
  readonly priceImport: PriceImport;
  readonly onClose: () => void;
}

const kinds = ['equal', 'weights', 'quantities'] as const;
type Kind = (typeof kinds)[number];

interface Draft {
  readonly currency: string;
  readonly withPortfolio: boolean;
  readonly name: string;
  readonly kind: Kind;
  readonly rows: readonly AllocationRow[];
}

function draftOf({ fileName, assets }: PriceImport): Draft {
  const name = fileName.replace(/\.[^.]*$/, '').slice(0, 120) || 'Imported';
  const rows = assets.map(({ symbol }) => ({ key: symbol, symbol, name: symbol, text: '' }));
  return { currency: 'USD', withPortfolio: true, name, kind: 'equal', rows };
}

/** Stores the prices, and makes a portfolio of them when asked to. All or nothing. */
export function CommitForm({ priceImport, onClose }: CommitFormProps) {
  const [draft, setDraft] = useState(() => draftOf(priceImport));
  const change = (part: Partial<Draft>) => setDraft((present) => ({ ...present, ...part }));
  const kind = draft.kind === 'equal' ? null : draft.kind;
  const read = useMemo(() => (kind === null ? null : readAllocation(kind, draft.rows)), [kind, draft.rows]);
  const { commit, isCommitting, job, cancel, error } = useCommit(priceImport, draft, read);
  const [discard] = api.useDiscardPriceImportMutation();
  const isReady = !draft.withPortfolio || (draft.name.trim() !== '' && (read === null || read.problem === null));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) void commit();
  };
  const drop = () => {
    // It expires by itself: whether it could be discarded now is no reason to stay.
    void discard({ importId: priceImport.id });
    onClose();
  };

  return (
    <Panel title="What to make of it" note="Prices and portfolio are stored together, or not at all">
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          className={classes.currency}
          label="Currency of the prices"
          description="Three letters, such as USD"
          required
          maxLength={3}
          pattern="[A-Z]{3}"
          value={draft.currency}
          onChange={(event) => change({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <Checkbox
          label="Make a portfolio of these assets"
          checked={draft.withPortfolio}
          onChange={(event) => change({ withPortfolio: event.currentTarget.checked })}
        />
        {draft.withPortfolio && <PortfolioFields draft={draft} kind={kind} read={read} onChange={change} />}
        {error !== undefined && <ErrorState error={error} title="Nothing was stored" />}
        {job !== null && (
          <output className={classes.progress}>
            <span>Storing the prices{job.progressText === null ? '' : `: ${job.progressText}`}</span>
            <JobProgress job={job} />
            <Button variant="default" onClick={cancel}>
              Cancel the import
            </Button>
          </output>
        )}
        <div className={classes.actions}>
          <Button type="submit" loading={isCommitting} disabled={!isReady}>
            {draft.withPortfolio ? 'Import and show its risk' : 'Import the prices'}
          </Button>
          <Button variant="default" disabled={isCommitting} onClick={drop}>
            Discard
          </Button>
        </div>
      </form>
    </Panel>
  );
}

interface PortfolioFieldsProps {
  readonly draft: Draft;
  /** Null for equal weights, which need nothing to be typed. */
  readonly kind: AllocationKind | null;
  readonly read: ReadAllocation | null;
  readonly onChange: (part: Partial<Draft>) => void;
}

function PortfolioFields({ draft, kind, read, onChange }: PortfolioFieldsProps) {
  return (
    <>
      <TextInput
        className={classes.name}
        label="Name of the portfolio"
        required
        maxLength={120}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <SegmentedControl
        className={classes.kind}
        aria-label="What the portfolio holds"
        value={draft.kind}
        data={[
          { value: 'equal', label: 'Equal weights' },
          { value: 'weights', label: 'Weights' },
          { value: 'quantities', label: 'Share counts' },
        ]}
        onChange={(chosen) => onChange({ kind: kinds.find((name) => name === chosen) ?? 'equal' })}
      />
      {kind === null || read === null ? (
        <p className={classes.note}>Every one of the {plural(draft.rows.length, 'asset')} gets the same weight.</p>
      ) : (
        <>
          <HoldingsFile rows={draft.rows} onRead={(rows, readKind) => onChange({ rows, kind: readKind })} />
          <AllocationFields kind={kind} rows={draft.rows} read={read} onChange={(rows) => onChange({ rows })} />
        </>
      )}
    </>
  );
}

/** Prices; more take long enough to be watched. */
const pricesAtOnceMax = 200_000;

function useCommit(priceImport: PriceImport, draft: Draft, read: ReadAllocation | null) {
  const [send, { isLoading }] = api.useCommitPriceImportMutation();
  const [error, setError] = useState<unknown>();
  const [isLongUnderway, setIsLongUnderway] = useState(false);
  const navigate = useNavigate();
  const offerUndo = useUndoImport();
  const { job, run, cancel } = useImportJob(priceImport);
  const isLong = priceImport.rowCount * priceImport.assets.length > pricesAtOnceMax;
  const commit = async () => {
    setError(undefined);
    setIsLongUnderway(isLong);
    const body = commitBody(draft, read);
    try {
      const result = isLong ? await run(body) : await send({ importId: priceImport.id, ...body }).unwrap();
      if (result === null) return;
      offerUndo(result);
      await navigate(result.portfolioId ? `/risk?portfolio=${result.portfolioId}` : '/portfolios');
    } catch (failure) {
      setError(failure);
    } finally {
      setIsLongUnderway(false);
    }
  };
  return { commit, cancel, job, isCommitting: isLoading || isLongUnderway, error };
}

function commitBody({ currency, withPortfolio, name, kind }: Draft, read: ReadAllocation | null): PriceImportCommit {
  if (!withPortfolio) return { currency };
  return { currency, portfolio: { name: name.trim(), allocation: allocationOf(kind, read) } };
}

type Allocation = NonNullable<PriceImportCommit['portfolio']>['allocation'];

function allocationOf(kind: Kind, read: ReadAllocation | null): Allocation {
  const amounts = read?.amounts ?? [];
  if (kind === 'equal') return { kind };
  return kind === 'weights'
    ? { kind, weights: amounts.map(({ key, weight }) => ({ symbol: key, weight })) }
    : { kind, quantities: amounts.map(({ key, decimal }) => ({ symbol: key, quantity: decimal })) };
}
