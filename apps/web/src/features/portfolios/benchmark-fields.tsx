import { NativeSelect } from '@mantine/core';
import type { Asset, Portfolio } from '@riskoptimizer/contracts';
import { api } from '../../platform/store.ts';
import { AddAsset, AssetOption } from './add-asset.tsx';
import type { AllocationRow } from './allocation-draft.ts';
import { AllocationFields } from './allocation-fields.tsx';
import {
  type AssetNames,
  assetChoice,
  type BenchmarkDraft,
  chosen,
  mixChoice,
  portfolioChoice,
  type ReadBenchmark,
} from './benchmark-draft.ts';
import classes from './portfolio-editor.module.css';

interface BenchmarkChoiceProps {
  readonly draft: BenchmarkDraft;
  readonly assets: readonly Asset[];
  readonly names: AssetNames;
  /** Undefined for a new one. */
  readonly portfolio: Portfolio | undefined;
  readonly onChange: (draft: BenchmarkDraft) => void;
}

/** What the portfolio is compared with: nothing, an asset, a mix, or another portfolio of the same owner. */
export function BenchmarkChoice({ draft, assets, names, portfolio, onChange }: BenchmarkChoiceProps) {
  const { data } = api.useListAllPortfoliosQuery();
  const others = (data ?? []).filter(({ id, access }) => access === 'owner' && id !== portfolio?.id);
  const isListed =
    !draft.choice.includes(':') ||
    assets.some(({ id }) => draft.choice === assetChoice(id)) ||
    others.some(({ id }) => draft.choice === portfolioChoice(id));
  return (
    <NativeSelect
      label="Benchmark"
      value={draft.choice}
      onChange={(event) => onChange(chosen(draft, event.currentTarget.value, names))}
    >
      <option value="">none</option>
      <option value={mixChoice}>a mix of assets</option>
      {!isListed && (
        <option value={draft.choice}>
          {draft.choice.startsWith(portfolioChoice('')) ? 'an archived portfolio' : 'a deleted asset'}
        </option>
      )}
      <optgroup label="An asset">
        {assets.map((asset) => (
          <AssetOption key={asset.id} asset={asset} value={assetChoice(asset.id)} />
        ))}
      </optgroup>
      {others.length > 0 && (
        <optgroup label="Another portfolio">
          {others.map(({ id, name }) => (
            <option key={id} value={portfolioChoice(id)}>
              portfolio “{name}”
            </option>
          ))}
        </optgroup>
      )}
    </NativeSelect>
  );
}

interface MixFieldsProps {
  readonly draft: BenchmarkDraft;
  readonly read: ReadBenchmark;
  readonly assets: readonly Asset[];
  readonly onChange: (draft: BenchmarkDraft) => void;
}

/** The assets of a mix and their weights; nothing for any other benchmark. */
export function MixFields({ draft, read: { mix }, assets, onChange }: MixFieldsProps) {
  if (mix === null) return null;
  const setRows = (rows: readonly AllocationRow[]) => onChange({ ...draft, rows, stored: null });
  return (
    <section className={classes.mix} aria-label="Mix of the benchmark">
      <h2 className={classes.heading}>
        Mix of the benchmark <span className={classes.note}>Its weights are restored at the end of every period</span>
      </h2>
      <div className={classes.kind}>
        <AddAsset
          label="Add an asset to the mix"
          assets={assets}
          rows={draft.rows}
          onAdd={(row) => setRows([...draft.rows, row])}
        />
      </div>
      <AllocationFields
        kind="weights"
        rows={draft.rows}
        read={mix}
        canRemove
        within="the benchmark"
        onChange={setRows}
      />
    </section>
  );
}
