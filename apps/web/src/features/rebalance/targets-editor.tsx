import { Button, NativeSelect } from '@mantine/core';
import type { Asset, Portfolio, PortfolioTargets, TargetDrift } from '@riskoptimizer/contracts';
import { useMemo, useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { decimal, percent } from '../../platform/format.ts';
import { problemOf } from '../../platform/problem.ts';
import { api } from '../../platform/store.ts';
import classes from './rebalance.module.css';
import {
  emptyRow,
  type ReadTargets,
  readTargets,
  scaledToWhole,
  type TargetRow,
  targetRows,
  targetsInput,
  withWeights,
} from './target-draft.ts';
import { TargetFields } from './target-fields.tsx';
import { choiceLabel, otherSubjects, subjectName, type TargetSubject, type TargetsBy } from './target-subjects.ts';

interface TargetsEditorProps {
  readonly by: TargetsBy;
  /** What there is to have a target now. */
  readonly held: readonly TargetSubject[];
  /** Weight of what is in no group, and so has no target. */
  readonly unnamed: number;
  readonly assets: readonly Asset[];
  readonly portfolio: Portfolio;
  readonly targets: PortfolioTargets;
  readonly onSaved: () => void;
}

interface Draft {
  readonly rows: readonly TargetRow[];
  /** The version that the draft was begun from: a change made meanwhile is not overwritten. */
  readonly version: number;
}

const noDrifts: ReadonlyMap<string, TargetDrift> = new Map();

/** Targets and bands for everything of one kind, typed and then saved together. */
export function TargetsEditor({ by, held, unnamed, assets, portfolio, targets, onSaved }: TargetsEditorProps) {
  const [put, { isLoading }] = api.usePutTargetsMutation();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [error, setError] = useState<unknown>();
  const rows = draft?.rows ?? targetRows(by, targets, held);
  const read = readTargets(rows);
  const present = useMemo(() => new Map(held.map(({ key, weight }) => [key, weight])), [held]);
  const drifts = useMemo(() => driftsOf(by, targets), [by, targets]);
  const setRows = (next: readonly TargetRow[]) => setDraft({ rows: next, version: draft?.version ?? targets.version });
  const drop = () => {
    setDraft(null);
    setError(undefined);
  };
  const save = async () => {
    setError(undefined);
    const version = draft?.version ?? targets.version;
    try {
      await put({ portfolioId: portfolio.id, version, targets: targetsInput(by, read.items) }).unwrap();
      setDraft(null);
      onSaved();
    } catch (failure) {
      setError(failure);
    }
  };
  const replaced = targets.by !== null && targets.by !== by ? targets.by : null;
  return (
    <>
      <Starts by={by} held={held} unnamed={unnamed} rows={rows} assets={assets} onChange={setRows} />
      <TargetFields
        subject={subjectName(by)}
        rows={rows}
        read={read}
        present={present}
        // What is being typed is not yet what drifts are about.
        drifts={draft === null ? drifts : noDrifts}
        onChange={setRows}
      />
      <SumLine by={by} read={read} unnamed={unnamed} onScale={() => setRows(scaledToWhole(rows))} />
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
        {replaced !== null && (
          <span className={classes.muted}>Replaces the saved targets, which are by {choiceLabel(replaced)}.</span>
        )}
      </div>
    </>
  );
}

function driftsOf(by: TargetsBy, targets: PortfolioTargets): ReadonlyMap<string, TargetDrift> {
  if (targets.by !== by) return noDrifts;
  return new Map(targets.items.map((item) => [item.assetId ?? item.group ?? item.label, item]));
}

interface SumLineProps extends Pick<TargetsEditorProps, 'by' | 'unnamed'> {
  readonly read: ReadTargets;
  readonly onScale: () => void;
}

function SumLine({ by, unnamed, read, onScale }: SumLineProps) {
  const isTooMuch = read.wrong.size === 0 && read.problem !== null;
  const isOutOfReach = read.problem === null && unnamed > 0 && leavesLessThan(read, unnamed);
  return (
    <p className={classes.notice} aria-live="polite">
      <span>
        Sum {decimal(read.sum, 0, 6)} %{!isTooMuch && `, rest for cash ${decimal(read.rest, 0, 6)} %`}
      </span>
      {read.problem && <span className={classes.problem}>{read.problem}</span>}
      {isOutOfReach && (
        <span className={classes.problem}>
          With the {percent(unnamed)} that has no {subjectName(by)} it is more than the whole: not all of them can be
          reached.
        </span>
      )}
      {isTooMuch && (
        <Button variant="default" onClick={onScale}>
          Scale to 100 %
        </Button>
      )}
    </p>
  );
}

/** Weights are sums of doubles and targets have two digits of per cent: what is less than a hundredth is no message. */
function leavesLessThan({ rest }: ReadTargets, weight: number): boolean {
  return Number(`${rest}e-2`) < weight - 1e-4;
}

interface StartsProps extends Pick<TargetsEditorProps, 'by' | 'held' | 'unnamed' | 'assets'> {
  readonly rows: readonly TargetRow[];
  readonly onChange: (rows: readonly TargetRow[]) => void;
}

/** What a first draft can begin with, and what else could be held. */
function Starts({ by, held, unnamed, rows, assets, onChange }: StartsProps) {
  const others = otherSubjects(by, assets, new Set(rows.map(({ key }) => key)));
  const fill = (weightOf: (weight: number) => number) =>
    onChange(withWeights(rows, new Map(held.map(({ key, weight }) => [key, weightOf(weight)]))));
  const another = by === 'asset' ? 'an asset' : 'another one';
  return (
    <div className={classes.actions}>
      {held.length > 0 && (
        <>
          <Button variant="default" onClick={() => fill((weight) => weight)}>
            Use present weights
          </Button>
          <Button variant="default" onClick={() => fill(() => (1 - Math.min(1, unnamed)) / held.length)}>
            Use equal weights
          </Button>
        </>
      )}
      {others.length > 0 && (
        <NativeSelect
          aria-label={`Add ${another}`}
          value=""
          onChange={(event) => {
            const chosen = others.find(({ key }) => key === event.currentTarget.value);
            // The name of an asset is for choosing it.
            if (chosen) onChange([...rows, emptyRow({ ...chosen, label: shortLabel(by, chosen, assets) })]);
          }}
        >
          <option value="">Add {another}</option>
          {others.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </NativeSelect>
      )}
    </div>
  );
}

function shortLabel(by: TargetsBy, { key, label }: TargetSubject, assets: readonly Asset[]): string {
  return by === 'asset' ? (assets.find(({ id }) => id === key)?.symbol ?? label) : label;
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
