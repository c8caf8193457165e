import { Button, SegmentedControl, TextInput } from '@mantine/core';
import type { Asset, Benchmark, Portfolio } from '@riskoptimizer/contracts';
import { type FormEvent, useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { plural } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';
import { api } from '../../platform/store.ts';
import { AddAsset } from './add-asset.tsx';
import { type AllocationKind, type AllocationRow, type ReadAllocation, readAllocation } from './allocation-draft.ts';
import { AllocationFields } from './allocation-fields.tsx';
import { type AssetNames, type BenchmarkDraft, benchmarkDraft, readBenchmark } from './benchmark-draft.ts';
import { BenchmarkChoice, MixFields } from './benchmark-fields.tsx';
import classes from './portfolio-editor.module.css';
import { allocationInputOf, allocationRows } from './portfolio-input.ts';

interface PortfolioEditorProps {
  /** Undefined for a new one. */
  readonly portfolio: Portfolio | undefined;
  readonly assets: readonly Asset[];
  /** False for whom it is shared with: they may change how much of what it holds, and nothing else. */
  readonly mayManage: boolean;
}

interface Draft {
  readonly name: string;
  readonly baseCurrency: string;
  readonly benchmark: BenchmarkDraft;
  readonly kind: AllocationKind;
  /** The quantities follow from transactions: they are not given here. */
  readonly hasLedger: boolean;
  readonly rows: readonly AllocationRow[];
  /** The version that the draft was begun from: a change made meanwhile is not overwritten. */
  readonly version: number;
}

function draftOf(portfolio: Portfolio | undefined, names: AssetNames, hasNewLedger = false): Draft {
  if (!portfolio)
    return {
      name: '',
      baseCurrency: 'USD',
      benchmark: benchmarkDraft(null, names),
      kind: 'weights',
      hasLedger: hasNewLedger,
      rows: [],
      version: 0,
    };
  const hasLedger = portfolio.allocationKind === 'ledger';
  const kind = portfolio.allocationKind === 'weights' ? 'weights' : 'quantities';
  return {
    name: portfolio.name,
    baseCurrency: portfolio.baseCurrency,
    benchmark: benchmarkDraft(portfolio.benchmark, names),
    kind,
    hasLedger,
    rows: allocationRows(kind, portfolio.holdings),
    version: portfolio.version,
  };
}

export function PortfolioEditor({ portfolio, assets, mayManage }: PortfolioEditorProps) {
  const asksForLedger = useSearchParams()[0].get('kind') === 'ledger';
  const names = useMemo(() => new Map(assets.map((asset) => [asset.id, asset])), [assets]);
  const [draft, setDraft] = useState(() => draftOf(portfolio, names, asksForLedger));
  const change = (part: Partial<Draft>) => setDraft((present) => ({ ...present, ...part }));
  const read = useMemo(() => readAllocation(draft.kind, draft.rows), [draft.kind, draft.rows]);
  const benchmark = useMemo(() => readBenchmark(draft.benchmark), [draft.benchmark]);
  const { save, error, isSaving } = useSave(portfolio, draft, benchmark.benchmark);
  const isComplete =
    (draft.hasLedger || read.problem === null) && benchmark.problem === null && draft.name.trim() !== '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) void save(read.amounts);
  };

  return (
    <form onSubmit={submit} className={classes.form}>
      {mayManage && (
        <>
          <NameFields draft={draft} portfolio={portfolio} assets={assets} names={names} onChange={change} />
          <MixFields
            draft={draft.benchmark}
            read={benchmark}
            assets={assets}
            onChange={(next) => change({ benchmark: next })}
          />
        </>
      )}
      {mayManage && benchmark.mix !== null && <h2 className={classes.heading}>What the portfolio holds</h2>}
      {draft.hasLedger ? (
        <LedgerNote portfolio={portfolio} onOther={() => change({ hasLedger: false })} />
      ) : (
        <Allocation
          draft={draft}
          portfolio={portfolio}
          read={read}
          assets={assets}
          mayManage={mayManage}
          onChange={change}
        />
      )}

      {error !== undefined && (
        <SaveError error={error} portfolio={portfolio} onReload={() => setDraft(draftOf(portfolio, names))} />
      )}
      <div className={classes.actions}>
        <Button type="submit" loading={isSaving} disabled={!isComplete}>
          {portfolio ? 'Save' : 'Make the portfolio'}
        </Button>
        <Link to={portfolio ? `/risk?portfolio=${portfolio.id}` : '/portfolios'}>
          {portfolio ? 'Back to its risk' : 'Back to the portfolios'}
        </Link>
        {!draft.hasLedger && <span className={classes.count}>{plural(read.amounts.length, 'holding')}</span>}
      </div>
    </form>
  );
}

interface LedgerNoteProps {
  readonly portfolio: Portfolio | undefined;
  readonly onOther: () => void;
}

/** A portfolio by transactions is not told what it holds; a new one can still become one that is. */
function LedgerNote({ portfolio, onOther }: LedgerNoteProps) {
  if (portfolio) {
    return (
      <p>
        What it holds follows from <Link to={`/transactions?portfolio=${portfolio.id}`}>its transactions</Link>.
      </p>
    );
  }
  return (
    <p>
      What it holds will follow from its transactions: purchases, sales, deposits, dividends. They are entered next.{' '}
      <TextButton onClick={onOther}>Say what it holds instead</TextButton>
    </p>
  );
}

interface AllocationProps {
  readonly draft: Draft;
  readonly portfolio: Portfolio | undefined;
  readonly read: ReadAllocation;
  readonly assets: readonly Asset[];
  readonly mayManage: boolean;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Allocation({ draft, portfolio, read, assets, mayManage, onChange: change }: AllocationProps) {
  return (
    <>
      <div className={classes.kind}>
        <SegmentedControl
          aria-label="Allocation by"
          value={draft.kind}
          data={[
            { value: 'weights', label: 'By weight' },
            { value: 'quantities', label: 'By quantity' },
            // A portfolio keeps being told what it holds, or keeps a ledger.
            ...(portfolio ? [] : [{ value: 'ledger', label: 'By transactions' }]),
          ]}
          onChange={(chosen) =>
            change(
              chosen === 'ledger'
                ? { hasLedger: true }
                : inOtherKind(draft, chosen === 'weights' ? 'weights' : 'quantities', portfolio),
            )
          }
        />
        {mayManage && (
          <AddAsset
            label="Add an asset"
            assets={assets}
            rows={draft.rows}
            onAdd={(row) => change({ rows: [...draft.rows, row] })}
          />
        )}
      </div>
      <AllocationFields
        kind={draft.kind}
        rows={draft.rows}
        read={read}
        canRemove
        onChange={(rows) => change({ rows })}
      />
    </>
  );
}

interface NameFieldsProps {
  readonly draft: Draft;
  readonly portfolio: Portfolio | undefined;
  readonly assets: readonly Asset[];
  readonly names: AssetNames;
  readonly onChange: (part: Partial<Draft>) => void;
}

function NameFields({ draft, portfolio, assets, names, onChange }: NameFieldsProps) {
  return (
    <div className={classes.names}>
      <TextInput
        label="Name"
        required
        maxLength={120}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Base currency"
        placeholder="USD"
        required
        maxLength={3}
        pattern="[A-Z]{3}"
        value={draft.baseCurrency}
        onChange={(event) => onChange({ baseCurrency: event.currentTarget.value.toUpperCase() })}
      />
      <BenchmarkChoice
        draft={draft.benchmark}
        assets={assets}
        names={names}
        portfolio={portfolio}
        onChange={(benchmark) => onChange({ benchmark })}
      />
    </div>
  );
}

interface SaveErrorProps {
  readonly error: unknown;
  readonly portfolio: Portfolio | undefined;
  readonly onReload: () => void;
}

/** A conflict is no failure: it says that nothing was overwritten, and offers what is there now. */
function SaveError({ error, portfolio, onReload }: SaveErrorProps) {
  if (problemOf(error).code !== 'version-conflict' || !portfolio) {
    return <ErrorState error={error} title="It was not saved" />;
  }
  return (
    <ErrorState
      error={error}
      title="It was changed in the meantime, and nothing was overwritten"
      action={
        <Button variant="default" onClick={onReload}>
          Load version {portfolio.version} and drop my changes
        </Button>
      }
    />
  );
}

function useSave(portfolio: Portfolio | undefined, draft: Draft, benchmark: Benchmark | null) {
  const [update, updating] = api.useUpdatePortfolioMutation();
  const [create, creating] = api.useCreatePortfolioMutation();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  const save = async (amounts: Parameters<typeof allocationInputOf>[1]) => {
    setError(undefined);
    const body = {
      name: draft.name.trim(),
      baseCurrency: draft.baseCurrency,
      benchmark,
      allocation: draft.hasLedger ? { kind: 'ledger' as const } : allocationInputOf(draft.kind, amounts),
    };
    try {
      const saved = portfolio
        ? await update({ portfolioId: portfolio.id, version: draft.version, ...body }).unwrap()
        : await create(body).unwrap();
      // A ledger that has just begun has no risk to look at yet.
      const page = draft.hasLedger && !portfolio ? 'transactions' : 'risk';
      await navigate(`/${page}?portfolio=${saved.id}`);
    } catch (failure) {
      setError(failure);
    }
  };
  return { save, error, isSaving: updating.isLoading || creating.isLoading };
}

/** The same assets by the other kind: with the stored amounts where there are any, else empty. */
function inOtherKind(draft: Draft, kind: AllocationKind, portfolio: Portfolio | undefined): Partial<Draft> {
  const stored = new Map(allocationRows(kind, portfolio?.holdings ?? []).map((row) => [row.key, row.text]));
  return { kind, rows: draft.rows.map((row) => ({ ...row, text: stored.get(row.key) ?? '' })) };
}
