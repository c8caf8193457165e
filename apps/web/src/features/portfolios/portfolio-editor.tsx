import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { Asset, Benchmark, Portfolio } from '@riskoptimizer/contracts';
import { type FormEvent, useMemo, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { plural } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';
import { api } from '../../platform/store.ts';
import { type AllocationKind, type AllocationRow, type ReadAllocation, readAllocation } from './allocation-draft.ts';
import { AllocationFields } from './allocation-fields.tsx';
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
  readonly benchmark: Benchmark | null;
  readonly kind: AllocationKind;
  /** The quantities follow from transactions: they are not given here. */
  readonly hasLedger: boolean;
  readonly rows: readonly AllocationRow[];
  /** The version that the draft was begun from: a change made meanwhile is not overwritten. */
  readonly version: number;
}

function draftOf(portfolio: Portfolio | undefined, hasNewLedger = false): Draft {
  if (!portfolio)
    return {
      name: '',
      baseCurrency: 'USD',
      benchmark: null,
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
    benchmark: portfolio.benchmark,
    kind,
    hasLedger,
    rows: allocationRows(kind, portfolio.holdings),
    version: portfolio.version,
  };
}

export function PortfolioEditor({ portfolio, assets, mayManage }: PortfolioEditorProps) {
  const asksForLedger = useSearchParams()[0].get('kind') === 'ledger';
  const [draft, setDraft] = useState(() => draftOf(portfolio, asksForLedger));
  const change = (part: Partial<Draft>) => setDraft((present) => ({ ...present, ...part }));
  const read = useMemo(() => readAllocation(draft.kind, draft.rows), [draft.kind, draft.rows]);
  const { save, error, isSaving } = useSave(portfolio, draft);
  const isComplete = (draft.hasLedger || read.problem === null) && draft.name.trim() !== '';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete) void save(read.amounts);
  };

  return (
    <form onSubmit={submit} className={classes.form}>
      {mayManage && <NameFields draft={draft} portfolio={portfolio} assets={assets} onChange={change} />}
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
        <SaveError error={error} portfolio={portfolio} onReload={() => setDraft(draftOf(portfolio))} />
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
          <AddAsset assets={assets} rows={draft.rows} onAdd={(row) => change({ rows: [...draft.rows, row] })} />
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

/** A benchmark that is more than one asset is kept as it is, or replaced. */
const keptChoice = 'kept';

function benchmarkChoice(benchmark: Benchmark | null): string {
  if (benchmark === null) return '';
  return benchmark.kind === 'asset' ? benchmark.assetId : keptChoice;
}

function benchmarkOf(choice: string, portfolio: Portfolio | undefined): Benchmark | null {
  if (choice === keptChoice) return portfolio?.benchmark ?? null;
  return choice === '' ? null : { kind: 'asset', assetId: choice };
}

interface NameFieldsProps {
  readonly draft: Draft;
  readonly portfolio: Portfolio | undefined;
  readonly assets: readonly Asset[];
  readonly onChange: (part: Partial<Draft>) => void;
}

function NameFields({ draft, portfolio, assets, onChange }: NameFieldsProps) {
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
      <NativeSelect
        label="Benchmark"
        value={benchmarkChoice(draft.benchmark)}
        onChange={(event) => onChange({ benchmark: benchmarkOf(event.currentTarget.value, portfolio) })}
      >
        <option value="">none</option>
        {portfolio && benchmarkChoice(portfolio.benchmark) === keptChoice && (
          <option value={keptChoice}>
            {portfolio.benchmark?.kind === 'mix' ? 'a mix of assets' : 'another portfolio'}
          </option>
        )}
        {assets.map(({ id, symbol, name }) => (
          <option key={id} value={id}>
            {name === symbol ? symbol : `${symbol}, ${name}`}
          </option>
        ))}
      </NativeSelect>
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

function useSave(portfolio: Portfolio | undefined, draft: Draft) {
  const [update, updating] = api.useUpdatePortfolioMutation();
  const [create, creating] = api.useCreatePortfolioMutation();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  const save = async (amounts: Parameters<typeof allocationInputOf>[1]) => {
    setError(undefined);
    const body = {
      name: draft.name.trim(),
      baseCurrency: draft.baseCurrency,
      benchmark: draft.benchmark,
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

interface AddAssetProps {
  readonly assets: readonly Asset[];
  readonly rows: readonly AllocationRow[];
  readonly onAdd: (row: AllocationRow) => void;
}

function AddAsset({ assets, rows, onAdd }: AddAssetProps) {
  const held = new Set(rows.map(({ key }) => key));
  const others = assets.filter(({ id }) => !held.has(id));
  if (others.length === 0) return null;
  return (
    <NativeSelect
      aria-label="Add an asset"
      className={classes.add}
      value=""
      onChange={(event) => {
        const chosen = others.find(({ id }) => id === event.currentTarget.value);
        if (chosen) onAdd({ key: chosen.id, symbol: chosen.symbol, name: chosen.name, text: '' });
      }}
    >
      <option value="">Add an asset</option>
      {others.map(({ id, symbol, name }) => (
        <option key={id} value={id}>
          {name === symbol ? symbol : `${symbol}, ${name}`}
        </option>
      ))}
    </NativeSelect>
  );
}
