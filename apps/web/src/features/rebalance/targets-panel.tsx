import { Button, NativeSelect } from '@mantine/core';
import type { Asset, Portfolio, PortfolioTargets, TargetDrift } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { decimal, missing, percent } from '../../platform/format.ts';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { problemOf } from '../../platform/problem.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import classes from './rebalance.module.css';
import { readTargets, type TargetRow, targetRows, withWeights } from './target-draft.ts';
import { TargetFields } from './target-fields.tsx';

interface TargetsPanelProps {
  readonly portfolio: Portfolio;
  readonly targets: PortfolioTargets;
  /** They are what the page should go to from now on. */
  readonly onSaved: () => void;
}

const note = 'In per cent. With both bands the narrower one counts; without any nothing is said of the drift';

/** What the portfolio should hold: typed here by its owner, read by everybody else. */
export function TargetsPanel(props: TargetsPanelProps) {
  const { portfolio, targets } = props;
  const permissions = useAccount()?.permissions ?? [];
  const { mayManage } = portfolioRights(portfolio.access, permissions);
  const [replaces, setReplaces] = useState(false);
  const isByGroup = targets.by !== null && targets.by !== 'asset';
  return (
    <Panel title="Targets" note={mayManage ? note : 'Set by the owner'}>
      {mayManage && (!isByGroup || replaces) ? (
        <TargetsEditor {...props} />
      ) : (
        <>
          <SavedTargets targets={targets} />
          {mayManage && (
            <div className={classes.actions}>
              <Button variant="default" onClick={() => setReplaces(true)}>
                Set targets for single assets instead
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

const savedColumns: readonly Column<TargetDrift>[] = [
  { key: 'label', header: 'Target of', value: ({ label }) => label },
  { key: 'target', header: 'Target', numeric: true, value: (row) => row.target, render: (row) => percent(row.target) },
  { key: 'weight', header: 'Now', numeric: true, value: (row) => row.weight, render: (row) => percent(row.weight) },
  {
    key: 'band',
    header: 'Band',
    numeric: true,
    value: ({ lowest }) => lowest,
    render: ({ lowest, highest }) =>
      lowest === null || highest === null ? missing : `${percent(lowest)} to ${percent(highest)}`,
  },
];

function SavedTargets({ targets }: { readonly targets: PortfolioTargets }) {
  if (targets.items.length === 0) return <p className={classes.note}>No targets are set.</p>;
  return (
    <DataTable caption="Saved targets" columns={savedColumns} rows={targets.items} rowKey={({ label }) => label} />
  );
}

interface Draft {
  readonly rows: readonly TargetRow[];
  /** The version that the draft was begun from: a change made meanwhile is not overwritten. */
  readonly version: number;
}

function TargetsEditor({ portfolio, targets, onSaved }: TargetsPanelProps) {
  const { data: assets } = api.useListAssetsQuery();
  const [put, { isLoading }] = api.usePutTargetsMutation();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [error, setError] = useState<unknown>();
  const rows = draft?.rows ?? targetRows(targets, portfolio.holdings);
  const read = readTargets(rows);
  const setRows = (next: readonly TargetRow[]) => setDraft({ rows: next, version: draft?.version ?? targets.version });
  const drop = () => {
    setDraft(null);
    setError(undefined);
  };
  const save = async () => {
    setError(undefined);
    const version = draft?.version ?? targets.version;
    try {
      await put({
        portfolioId: portfolio.id,
        version,
        targets: { kind: 'assets', items: [...read.items] },
      }).unwrap();
      setDraft(null);
      onSaved();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <Starts portfolio={portfolio} rows={rows} assets={assets?.items ?? []} onChange={setRows} />
      <TargetFields rows={rows} read={read} holdings={portfolio.holdings} onChange={setRows} />
      <p className={classes.notice} aria-live="polite">
        <span>
          Sum {decimal(read.sum, 0, 6)} %, rest for cash {decimal(read.rest, 0, 6)} %
        </span>
        {read.problem && <span className={classes.problem}>{read.problem}</span>}
      </p>
      {error !== undefined && <SaveError error={error} onReload={drop} />}
      <div className={classes.actions}>
        <Button loading={isLoading} disabled={draft === null || read.problem !== null} onClick={() => void save()}>
          Save the targets
        </Button>
        {draft !== null && (
          <Button variant="default" onClick={drop}>
            Drop the changes
          </Button>
        )}
      </div>
    </>
  );
}

interface StartsProps {
  readonly portfolio: Portfolio;
  readonly rows: readonly TargetRow[];
  readonly assets: readonly Asset[];
  readonly onChange: (rows: readonly TargetRow[]) => void;
}

/** What a first draft can begin with, and other assets to hold. */
function Starts({ portfolio: { holdings }, rows, assets, onChange }: StartsProps) {
  const listed = new Set(rows.map(({ assetId }) => assetId));
  const others = assets.filter(({ id }) => !listed.has(id));
  const fill = (weightOf: (weight: number) => number) =>
    onChange(withWeights(rows, new Map(holdings.map(({ assetId, weight }) => [assetId, weightOf(weight)]))));
  return (
    <div className={classes.actions}>
      <Button variant="default" onClick={() => fill((weight) => weight)}>
        Use present weights
      </Button>
      <Button variant="default" onClick={() => fill(() => 1 / holdings.length)}>
        Use equal weights
      </Button>
      {others.length > 0 && (
        <NativeSelect
          aria-label="Add an asset"
          value=""
          onChange={(event) => {
            const chosen = others.find(({ id }) => id === event.currentTarget.value);
            if (!chosen) return;
            const { id, symbol } = chosen;
            onChange([...rows, { assetId: id, symbol, weight: '', bandAbsolute: '', bandRelative: '' }]);
          }}
        >
          <option value="">Add an asset</option>
          {others.map(({ id, symbol, name }) => (
            <option key={id} value={id}>
              {name === symbol ? symbol : `${symbol}, ${name}`}
            </option>
          ))}
        </NativeSelect>
      )}
    </div>
  );
}

function SaveError({ error, onReload }: { readonly error: unknown; readonly onReload: () => void }) {
  if (problemOf(error).code !== 'version-conflict') return <ErrorState error={error} title="It was not saved" />;
  return (
    <ErrorState
      error={error}
      title="The portfolio was changed in the meantime, and nothing was overwritten"
      action={
        <Button variant="default" onClick={onReload}>
          Load what is there now and drop my changes
        </Button>
      }
    />
  );
}
